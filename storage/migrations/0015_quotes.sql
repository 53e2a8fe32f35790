-- Where somebody of the ministry speaks in a publication: found when it is read.
CREATE TABLE quotes (
    publication TEXT NOT NULL REFERENCES publications(id),
    position INTEGER NOT NULL,
    unit TEXT NOT NULL,
    speaker TEXT NOT NULL,
    speaker_key TEXT NOT NULL,
    direct BOOLEAN NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (publication, position)
) WITHOUT ROWID;
