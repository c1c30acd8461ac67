-- What a decision leaves open to the single row, and who counts as whom (docs/adr/0016).

-- The codes, references and authors of a row (consent's Marks), ascending. Null: written by an older
-- release and not marked yet; where it depends on the row such a one is hidden.
alter table resource add column marks bigint[];
alter table resource_history
  add column marks bigint[],
  add column since timestamptz(6), -- the main date, as in resource
  add column until timestamptz(6);
-- The way over the rows that are not marked yet: empty when it is over.
create index resource_unmarked on resource (row) where marks is null;
create index resource_history_unmarked on resource_history (row, version) where marks is null;

alter table tie
  add column via text collate "C",  -- the CareTeam in which they care
  add column authority text;        -- of a proxy

-- Patient 0 is the city: its policy stands beside each resident's own.
alter table compartment
  add column born date,                     -- of a date told in part its last day
  add column died timestamptz(6),
  add column related_types smallint[] not null default '{}', -- what a Consent names with its
  add column related_ids text[] not null default '{}';       -- neighbours (data.meaning related)

-- Who belongs to whom, as Organization, PractitionerRole, Group and CareTeam state it.
create table membership (
  member text collate "C" not null,
  whole  text collate "C" not null,
  since  timestamptz(6) not null,
  until  timestamptz(6) not null,
  type   smallint not null,
  row    bigint not null              -- the resource that states it
);
create index membership_by_member on membership (member);
create index membership_by_row on membership (row);

-- One row. Grows, in the same commit, with every change of membership: what a node remembers of a
-- requester holds as long as the statement that reads the facts finds the same number.
create table membership_generation (
  generation bigint not null
);
insert into membership_generation (generation) values (0);

grant select, insert, update, delete on membership to ${app};
grant select, update on membership_generation to ${app};
