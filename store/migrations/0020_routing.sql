-- +goose Up

-- The company's country, by which national numbers are understood.
ALTER TABLE companies ADD COLUMN country TEXT NOT NULL DEFAULT ''; -- ISO 3166-1 alpha-2, such as AU; '' takes it from the language or the time zone

-- The key by which callers are looked up leaves the country code out, so that a national number of fewer than nine digits is
-- the same caller as its international form: 03 345 6789 and +64 3 345 6789. Numbers written with + are keyed again.
CREATE TEMP TABLE rekeyed AS
SELECT caller, ltrim(substr(national, -9), '0') AS key FROM (
  SELECT DISTINCT caller, CASE
    WHEN substr(caller, 2, 1) IN ('1', '7') THEN substr(caller, 3)
    WHEN substr(caller, 2, 2) IN ('20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49',
      '51', '52', '53', '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86',
      '90', '91', '92', '93', '94', '95', '98') THEN substr(caller, 4)
    ELSE substr(caller, 5) END AS national
  FROM (SELECT caller FROM calls UNION SELECT caller FROM recordings)
  WHERE caller GLOB '+[1-9]*' AND substr(caller, 2) NOT GLOB '*[^0-9]*' AND length(caller) BETWEEN 8 AND 13)
WHERE length(national) BETWEEN 4 AND 8;

UPDATE calls SET caller_key = (SELECT key FROM rekeyed r WHERE r.caller = calls.caller)
WHERE caller GLOB '+[1-9]*' AND caller IN (SELECT caller FROM rekeyed);
UPDATE recordings SET caller_key = (SELECT key FROM rekeyed r WHERE r.caller = recordings.caller)
WHERE caller GLOB '+[1-9]*' AND caller IN (SELECT caller FROM rekeyed);
DROP TABLE rekeyed;
