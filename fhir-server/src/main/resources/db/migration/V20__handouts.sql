-- What somebody was given that leads back to a record (docs/adr/0028): emergency cards, codes on paper, links.
create table handout (
  hash        bytea primary key,              -- HMAC-SHA-256 of its code, by a key outside the database
  id          text collate "C" not null unique,
  kind        text not null check (kind in ('CARD', 'PAPER', 'LINK')),
  patient     bigint not null,
  patient_id  text collate "C" not null,
  label       text not null,
  target      text collate "C",               -- Type/id that it is about
  version     int,                            -- of the target
  issued      timestamptz(6) not null,
  giver       text not null,                  -- who gave it, as kept for what goes on after a request; not what they may
  until       timestamptz(6),
  ended       timestamptz(6),
  passcode    bytea,                          -- HMAC-SHA-256, too
  tries_left  int,                            -- for the life of the link
  content     bytea                           -- ciphertext; its key is in the link alone
);
create index handout_by_patient on handout (patient, kind, issued);

grant select, insert on handout to ${app};
-- What is over cannot come back, and no ciphertext outlives its link.
grant update (ended, tries_left, content) on handout to ${app};
