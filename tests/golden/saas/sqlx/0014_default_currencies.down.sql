-- Undoes: seeds/002_default_currencies.sql
-- Reversibility: data-loss

-- Rows of billing.plans, cfg.exchange_rates and cfg.currencies that had one of the inserted keys
-- before the upgrade are deleted as well.
-- Sequence billing.plans_id_seq is set behind its greatest value in use, not to where it stood.

DELETE FROM billing.plans WHERE id IN (1, 2, 3)
    AND NOT EXISTS (SELECT FROM billing.subscriptions AS referring WHERE referring.plan_id = billing.plans.id)
    AND NOT EXISTS (SELECT FROM cfg.feature_flags AS referring WHERE referring.min_plan = billing.plans.code);

DELETE FROM cfg.exchange_rates WHERE (from_currency, to_currency, valid_on) IN (
    ('EUR', 'USD', '2025-01-02'),
    ('EUR', 'GBP', '2025-01-02'),
    ('EUR', 'TRY', '2025-01-02'),
    ('EUR', 'JPY', '2025-01-02')
);

DELETE FROM cfg.currencies WHERE code IN ('EUR', 'USD', 'GBP', 'TRY', 'JPY')
    AND NOT EXISTS (SELECT FROM cfg.exchange_rates AS referring WHERE referring.from_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM cfg.exchange_rates AS referring WHERE referring.to_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM core.tenants AS referring WHERE referring.default_currency = cfg.currencies.code)
    AND NOT EXISTS (SELECT FROM billing.plans AS referring WHERE referring.currency = cfg.currencies.code);

SELECT setval('billing.plans_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM billing.plans;
