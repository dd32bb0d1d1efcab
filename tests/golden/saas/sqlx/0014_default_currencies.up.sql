-- Source: seeds/002_default_currencies.sql

-- Currencies that plans may be priced in, and the plans themselves.

INSERT INTO cfg.currencies (code, name, symbol, decimals) VALUES
    ('EUR', 'Euro',            '€',  2),
    ('USD', 'US dollar',       '$',  2),
    ('GBP', 'Pound sterling',  '£',  2),
    ('TRY', 'Turkish lira',    '₺',  2),
    ('JPY', 'Japanese yen',    '¥',  0)
ON CONFLICT (code) DO NOTHING;

-- Start values; the nightly job writes the later ones
INSERT INTO cfg.exchange_rates (from_currency, to_currency, valid_on, rate) VALUES
    ('EUR', 'USD', '2025-01-02', 1.0321),
    ('EUR', 'GBP', '2025-01-02', 0.82965),
    ('EUR', 'TRY', '2025-01-02', 36.4512),
    ('EUR', 'JPY', '2025-01-02', 162.61)
ON CONFLICT DO NOTHING;

INSERT INTO billing.plans (id, code, name, price, currency, limits) VALUES
    (1, 'free',     'Free',      0.00, 'EUR', '{"users": 3, "storage": "1 GB"}'),
    (2, 'team',     'Team',     29.00, 'EUR', '{"users": 25, "storage": "100 GB"}'),
    (3, 'business', 'Business', 99.00, 'EUR', '{"users": null, "storage": "1 TB"}')
ON CONFLICT DO NOTHING;

SELECT setval(pg_get_serial_sequence('billing.plans', 'id'), 10, true);
