-- Loaded search parameters and how far their index is (docs/adr/0013).

-- Grows by one with every parameter that comes or goes. Who writes resources reads it under a lock
-- that whoever changes it must have alone, so no row is ever written by an older set.
create table parameter_set (
  generation bigint not null
);
insert into parameter_set (generation) values (0);

create table search_parameter (
  -- What the search values name it by; another definition gets another number, none comes again.
  number     smallint generated always as identity (start with 10001) primary key,
  id         text collate "C" not null, -- of the SearchParameter that states it
  url        text not null,
  code       text not null,
  kind       text not null,
  types      smallint[] not null,       -- ascending
  expression text not null,
  targets    text[] not null,
  state      text not null check (state in ('INDEXING', 'ACTIVE', 'RETIRED')),
  -- How far the way over the rows is: to add its values, or, once retired, to remove them.
  total      bigint not null default -1, -- rows on the way, -1 before they are counted
  done       bigint not null default 0,
  at_type    smallint not null default 0,
  at_id      text collate "C" not null default ''
);

grant select, insert, update, delete on search_parameter to ${app};
grant select, update on parameter_set to ${app};
