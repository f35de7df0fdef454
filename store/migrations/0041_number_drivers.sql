-- +goose Up

-- By which driver the calls to a number come. The dialplan decides it; callflow has to know, to check that the number's flow can
-- do with what the driver can.
ALTER TABLE numbers ADD COLUMN driver TEXT NOT NULL DEFAULT 'ari' CHECK (driver IN ('ari', 'agi')); -- agi: over FastAGI
