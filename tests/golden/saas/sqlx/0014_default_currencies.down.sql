-- Undoes: seeds/002_default_currencies.sql
-- Reversibility: data-loss

-- Rows of billing.plans, cfg.exchange_rates and cfg.currencies that had one of the inserted keys
-- before the upgrade are deleted as well.
-- The position of sequence billing.plans_id_seq is not set back.

DELETE FROM billing.plans WHERE id IN (1, 2, 3);

DELETE FROM cfg.exchange_rates WHERE (from_currency, to_currency, valid_on) IN (
    ('EUR', 'USD', '2025-01-02'),
    ('EUR', 'GBP', '2025-01-02'),
    ('EUR', 'TRY', '2025-01-02'),
    ('EUR', 'JPY', '2025-01-02')
);

DELETE FROM cfg.currencies WHERE code IN ('EUR', 'USD', 'GBP', 'TRY', 'JPY');
