-- Undoes: seeds/002_default_currencies.sql
-- Reversibility: data-loss

-- Rows of billing.plans, cfg.exchange_rates and cfg.currencies that had one of the inserted keys
-- before the upgrade are deleted as well.
-- Sequence billing.plans_id_seq is set behind its greatest value in use, not to where it stood.

DELETE FROM billing.plans WHERE id IN (1, 2, 3);

DELETE FROM cfg.exchange_rates WHERE (from_currency, to_currency, valid_on) IN (
    ('EUR', 'USD', '2025-01-02'),
    ('EUR', 'GBP', '2025-01-02'),
    ('EUR', 'TRY', '2025-01-02'),
    ('EUR', 'JPY', '2025-01-02')
);

DELETE FROM cfg.currencies WHERE code IN ('EUR', 'USD', 'GBP', 'TRY', 'JPY');

SELECT setval('billing.plans_id_seq', COALESCE(max(id), 1), max(id) IS NOT NULL) FROM billing.plans;
