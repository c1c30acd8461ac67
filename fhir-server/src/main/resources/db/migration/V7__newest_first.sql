-- The newest of one patient's: the order that charts and sheets ask for, without sorting all there is.
-- The expression is the one by which SearchSql sorts, so that what has no date comes last.
create index resource_newest on resource
  (patient, type, (coalesce(since, '-infinity'::timestamptz)) desc, row);
drop index resource_by_date;
