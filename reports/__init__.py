"""Tables and documents: what people see of the counts."""
