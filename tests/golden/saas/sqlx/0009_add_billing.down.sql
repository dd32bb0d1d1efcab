-- Undoes: 009_add_billing.sql
-- Reversibility: lossless

DROP TABLE billing.usage_records_rest;

DROP TABLE billing.usage_records_2025q4;

DROP TABLE billing.usage_records_2025q3;

DROP TABLE billing.usage_records;

DROP TABLE billing.invoices;

DROP TABLE billing.subscriptions;

DROP FUNCTION billing.current_plan(integer);

DROP TABLE billing.plans;

DROP TYPE billing.subscription_status;

DROP EXTENSION btree_gist;
