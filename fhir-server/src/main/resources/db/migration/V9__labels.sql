-- Labels that follow from codes (docs/adr/0015).

-- How often the labels of a version have changed since it was written: part of its ETag.
alter table resource add column relabelled int not null default 0;
alter table resource_history add column relabelled int not null default 0;

-- The value sets by which rows are labelled. A row never changes: another choice gets another number.
create table label_rules (
  id   int generated always as identity primary key,
  sets text not null                   -- JSON: the ValueSets in force
);

-- Which rules are in force, and which facets may have rows that are still labelled by others. A row
-- never changes, so what a node has read of a generation holds for ever. The last one is in force.
create table label_generation (
  generation bigint primary key,
  rules      int not null,             -- 0: none, as before this release
  pending    text not null             -- JSON of Relabelling; empty if every row is labelled
);
insert into label_generation (generation, rules, pending)
  select 0, 0, case when exists (select from resource) or exists (select from resource_history)
    then '{"all":true}' else '' end;

-- The way over the rows after a change; one row.
create table label_walk (
  generation bigint not null,          -- whose pending rows it goes over
  part       smallint not null,        -- 0 to be counted; see RelabelWalk
  patient    bigint not null,
  type       smallint not null,
  row        bigint not null,
  version    int not null,
  done       bigint not null,
  total      bigint not null
);
insert into label_walk values (0, 0, 0, 0, 0, 0, 0, 0);

-- Every code that a row of a facet has, or had: which facets a change of rules can touch.
create table coding (
  id     int generated always as identity primary key,
  system text collate "C" not null,
  code   text collate "C" not null
);
-- Systems and codes may be longer than an index takes.
create unique index coding_by_name on coding (md5(system), md5(code));
create table facet_coding (
  coding int not null,
  facet  int not null,
  primary key (coding, facet)
);

grant select, insert on label_rules, label_generation, coding, facet_coding to ${app};
grant select, update on label_walk to ${app};
