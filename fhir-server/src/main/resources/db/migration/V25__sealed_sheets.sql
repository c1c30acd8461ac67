-- Sheets that were sealed to a crew's device, for where there is no signal (docs/adr/0036). The sheets themselves are not here.

-- To which key is sealed for a device: P-256, its private half never left the device.
create table device_key (
  jkt   text collate "C" primary key references device (jkt),
  kid   text collate "C" not null,            -- thumbprint (RFC 7638)
  x     text collate "C" not null,
  y     text collate "C" not null,
  since timestamptz(6) not null
);

create table sealed_sheet (
  id           text collate "C" primary key,
  jkt          text collate "C" not null references device_key (jkt),
  kid          text collate "C" not null,     -- to which it was sealed
  patient      bigint not null,
  patient_id   text collate "C" not null,
  incident     text collate "C" not null,     -- id of the Encounter
  organization text collate "C" not null,
  sealed       timestamptz(6) not null,
  expires      timestamptz(6) not null,
  lines        text[] not null,               -- what is shown on it, by reference
  ended        timestamptz(6),                -- revoked or replaced, as the hub came to know it
  told         timestamptz(6)                 -- since when the device knows
);
create index sealed_sheet_by_device on sealed_sheet (jkt, expires);
create index sealed_sheet_by_patient on sealed_sheet (patient, expires);

-- What a device wrote down while it was away, so that what it tells twice stands once in the journal.
create table sheet_opening (
  id      text collate "C" not null,
  sheet   text collate "C" not null references sealed_sheet (id),
  at      timestamptz(6) not null,            -- by the device's clock
  by      text collate "C" not null,          -- subject, as the device says
  arrived timestamptz(6) not null,
  primary key (sheet, id)
);

grant select, insert on device_key, sealed_sheet, sheet_opening to ${app};
grant update (kid, x, y, since) on device_key to ${app};
-- What is over cannot come back.
grant update (ended, told) on sealed_sheet to ${app};
