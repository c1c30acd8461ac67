-- The journal as it is read: newest first over everybody, by who asked, and with the marks of a background rule.
-- Who asked: a person's resource, a service's account. It follows from the content, and goes with it in an erasure.
alter table journal add column who text collate "C";
update journal j set who = coalesce(c ->> 'actor', 'subject:' || (c ->> 'subject'))
  from (select node, seq, convert_from(content, 'UTF8')::jsonb as c from journal where content is not null) o
  where o.node = j.node and o.seq = j.seq;
create index journal_by_time on journal (at, node, seq);
create index journal_by_who on journal (who, at);

-- What a rule found unusual in a journal row (JournalMark). It stands beside the row, as the row is on the chain.
create table journal_mark (
  node text not null,
  seq  bigint not null,
  mark text not null,
  at   timestamptz(6) not null,        -- of the row
  primary key (node, seq, mark)
);
create index journal_mark_by_time on journal_mark (mark, at);

-- How far the rule has gone along each node's chain. A chain is committed in order, by one writer: nothing is skipped.
create table journal_walk (
  node text not null,
  rule text not null,
  seq  bigint not null,
  primary key (node, rule)
);

-- Whose record somebody saw in an hour, or was denied there for want of a relation. Kept for the days the rule looks back.
create table journal_reach (
  who     text collate "C" not null,
  hour    timestamptz(0) not null,
  denied  boolean not null,
  patient bigint not null,
  primary key (who, hour, denied, patient)
);
create index journal_reach_by_hour on journal_reach (hour);

grant select, insert on journal_mark to ${app};
revoke update, delete, truncate on journal_mark from ${app};
grant select, insert, update on journal_walk to ${app};
grant select, insert, delete on journal_reach to ${app};
