DROP VIEW rollup_now;
DROP VIEW rollup_keyed;
