-- Finding a person by what is nearly right (docs/adr/0033): by which keys each living Patient is found, and
-- how many look-ups there were.

-- Beside the Patient, written in the same transaction. The keys are hashes of what a module makes of
-- names, birth date, phones and addresses; they are all a look-up compares before it reads a Patient.
create table match_person (
  patient bigint primary key,
  keys    bigint[] not null
);
-- A pending list would be gone through by every look-up: each write goes into the index at once.
create index match_person_by_key on match_person using gin (keys) with (fastupdate = off);

-- Look-ups by the hour of the clock, for each person, device and incident that asks.
create table look_up_count (
  hour timestamptz(6) not null,
  who  text collate "C" not null,
  n    int not null,
  primary key (hour, who)
) with (fillfactor = 70);

grant select, insert, update, delete on match_person, look_up_count to ${app};
