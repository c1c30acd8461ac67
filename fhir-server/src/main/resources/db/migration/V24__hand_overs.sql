-- Ambulance hand-overs (docs/adr/0035): which incident was handed to which hospital's desk, and until when. Who was
-- carried, and what the crew noted, stands in the record alone.
create table hand_over (
  id            text collate "C" primary key,
  command       text collate "C" not null,    -- the client's id of it: sent twice it stands once
  incident      text collate "C" not null,    -- Encounter/id
  organization  text collate "C" not null,    -- whose crew sent it
  sender        text not null,                -- who ordered it, as kept for what goes on after a request; not what they may
  receiver      text collate "C" not null,    -- Organization/id
  sent          timestamptz(6) not null,
  until         timestamptz(6) not null,
  arrives       timestamptz(6),
  urgency       text,
  unit          text,
  number        text,
  acknowledged  timestamptz(6),
  acknowledger  text,                         -- by name
  ended         timestamptz(6),
  unique (organization, command),
  check (until > sent)
);
create index hand_over_to on hand_over (receiver, until);
create index hand_over_from on hand_over (organization, sent);

grant select, insert on hand_over to ${app};
-- What is over cannot come back, and nobody is sent anything else than was sent.
grant update (acknowledged, acknowledger, ended) on hand_over to ${app};

-- The keys of dispatch centres (docs/adr/0035): their secrets are sealed by a key outside the database.
create table dispatch_source (
  name          text collate "C" primary key,
  organization  text collate "C" not null,    -- the fire service for which it speaks
  secret        bytea not null,
  added         timestamptz(6) not null,
  ended         timestamptz(6)
);

grant select on dispatch_source to ${app};
