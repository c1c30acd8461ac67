-- Which CodeSystem, ValueSet and ConceptMap resources stand: grows, in the same transaction, with
-- every one that is written or deleted. What a node has compiled is good for one generation.

create table terminology_set (
  generation bigint not null
);
insert into terminology_set (generation) values (0);

grant select, update on terminology_set to ${app};
