-- A database as the first version of the program kept it: an event that came from a folder with cards, comments,
-- adjustments and decisions, the operations of its cards, accounts, links, and the audit with its chain of hashes.
-- Made once, by the program, and never made again: what a later program does not write must still be read.

INSERT INTO event (id, title, state, rules_text, rules_sha256, demo, rehearsal, version, setup_version, provisional_open, created_at, closed_at, published_at) VALUES ('ev-v1eneyr', '小例', 'open', 'schema = 1
title = "小例"

[rounding]
group = 2
component = 2
component_weighted = 2
final = 2

[[group]]
id = "lead"
weight = 60

[[group]]
id = "dept"
weight = 40

[[component]]
id = "visit"
kind = "marks"
weight = 0.8

[component.aggregate]
method = "mean"

[[component.criterion]]
id = "effect"
max = 60
step = 0.5

[[component.criterion]]
id = "novelty"
max = 40
step = 0.5

[[component]]
id = "daily"
kind = "measure"
weight = 0.2
max = 100
', '7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812', FALSE, FALSE, 10, 10, FALSE, 1795928250963510, NULL, NULL);
INSERT INTO entry (event_id, position, id, name, unit, unit_type, site, theme, track, class, printed, summary) VALUES ('ev-v1eneyr', 0, 'A', '甲项目', '甲镇', '', '', '', '', '', 1, '');
INSERT INTO entry (event_id, position, id, name, unit, unit_type, site, theme, track, class, printed, summary) VALUES ('ev-v1eneyr', 1, 'B', '乙项目', '乙镇', '', '', '', '', '', 2, '');
INSERT INTO entry (event_id, position, id, name, unit, unit_type, site, theme, track, class, printed, summary) VALUES ('ev-v1eneyr', 2, 'C', '丙项目', '丙镇', '', '', '', '', '', 3, '');
INSERT INTO judge (event_id, position, id, name, unit, group_id) VALUES ('ev-v1eneyr', 0, 'j1', '一席', '', 'lead');
INSERT INTO judge (event_id, position, id, name, unit, group_id) VALUES ('ev-v1eneyr', 1, 'j2', '二席', '', 'lead');
INSERT INTO judge (event_id, position, id, name, unit, group_id) VALUES ('ev-v1eneyr', 2, 'j3', '三席', '', 'dept');
INSERT INTO checkpoint (event_id, position, entry, stop, planned_arrival, planned_departure, look_at, arrived_at, left_at) VALUES ('ev-v1eneyr', 0, 'A', 1, '08:10', '08:35', '看点', NULL, NULL);
INSERT INTO exclusion (event_id, position, judge, component, entry, kind, reason) VALUES ('ev-v1eneyr', 0, 'j3', 'visit', 'B', 'void', '笔误');
INSERT INTO measure (event_id, component, entry, value) VALUES ('ev-v1eneyr', 'daily', 'A', '90');
INSERT INTO measure (event_id, component, entry, value) VALUES ('ev-v1eneyr', 'daily', 'B', '80');
INSERT INTO measure (event_id, component, entry, value) VALUES ('ev-v1eneyr', 'daily', 'C', '70');
INSERT INTO adjustment (event_id, position, entry, kind, item, points, reason) VALUES ('ev-v1eneyr', 0, 'A', 'bonus', '表彰', '1.50', '省级');
INSERT INTO adjustment (event_id, position, entry, kind, item, points, reason) VALUES ('ev-v1eneyr', 1, 'B', 'veto', '', '0', '通报');
INSERT INTO decision (event_id, position, entry, turn, reason) VALUES ('ev-v1eneyr', 0, 'C', 1, '主席裁定');
INSERT INTO comment (event_id, position, judge, component, entry, text) VALUES ('ev-v1eneyr', 0, 'j3', 'visit', 'B', '作废之前写的');
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('f0c4c567-076d-4619-b1b2-1c2612cd1289', 'ev-v1eneyr', 1, 'j1', 'import', 1, 'visit', 'A', NULL, '{"op":"f0c4c567-076d-4619-b1b2-1c2612cd1289","device":"import","seq":1,"judge":"j1","component":"visit","entry":"A","base":null,"marks":{"effect":"50.0","novelty":"35.0"},"comment":"很好","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'XBR4D992TJ5F85J5A1BKBHQRH4P4X016DSNY8MK5YJ34A2FMZ9Q0', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('20ba8fc6-3200-4419-8070-4e99f6fa6e50', 'ev-v1eneyr', 2, 'j1', 'import', 2, 'visit', 'B', NULL, '{"op":"20ba8fc6-3200-4419-8070-4e99f6fa6e50","device":"import","seq":2,"judge":"j1","component":"visit","entry":"B","base":null,"marks":{"effect":"45.0","novelty":"30.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'Q74YWV872AGWCYXKHPF7WNKSTPV1J32XZAAKN4SMJ3PED61V5M00', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('7eced8c9-9a1c-45b4-9cb0-dbc79521fac3', 'ev-v1eneyr', 3, 'j1', 'import', 3, 'visit', 'C', NULL, '{"op":"7eced8c9-9a1c-45b4-9cb0-dbc79521fac3","device":"import","seq":3,"judge":"j1","component":"visit","entry":"C","base":null,"marks":{"effect":"40.0","novelty":"20.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'NJQQHDZT6FRX8YXMHS1MA1DEDMTR1039DS2F3WMAGRJTGTM3HG9G', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('489f4cd2-6a5c-4d74-b1a8-56767f37ec94', 'ev-v1eneyr', 4, 'j2', 'import', 1, 'visit', 'A', NULL, '{"op":"489f4cd2-6a5c-4d74-b1a8-56767f37ec94","device":"import","seq":1,"judge":"j2","component":"visit","entry":"A","base":null,"marks":{"effect":"52.5","novelty":"36.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'TVPFQK4WYFEAJ83ZV67021FSD1808W7MCHFRVZ7K6XTKE0KTEKQG', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('8c1a81f8-b109-41cc-bdf8-d75b7ab0ff6c', 'ev-v1eneyr', 5, 'j2', 'import', 2, 'visit', 'B', NULL, '{"op":"8c1a81f8-b109-41cc-bdf8-d75b7ab0ff6c","device":"import","seq":2,"judge":"j2","component":"visit","entry":"B","base":null,"marks":{"effect":"44.0","novelty":"31.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, '6G27MGPAYQ0DP5TVT8FHATK2HZHCE02QK3R2FJ3BK812E2VZHZ6G', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('2ae7bd3a-41e2-4744-9a80-57493e54cdae', 'ev-v1eneyr', 6, 'j2', 'import', 3, 'visit', 'C', NULL, '{"op":"2ae7bd3a-41e2-4744-9a80-57493e54cdae","device":"import","seq":3,"judge":"j2","component":"visit","entry":"C","base":null,"marks":{"effect":"41.0","novelty":"22.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'RX9KTQRPTNAKR2K49NMBQ4GZ9MTSAY2GPRB75A516804THY6NNH0', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('8182a175-b6bd-41a9-8783-a3514c072179', 'ev-v1eneyr', 7, 'j3', 'import', 1, 'visit', 'A', NULL, '{"op":"8182a175-b6bd-41a9-8783-a3514c072179","device":"import","seq":1,"judge":"j3","component":"visit","entry":"A","base":null,"marks":{"effect":"48.0","novelty":"30.5"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'F4P2KJM3WC6NG560CZXHSJVM214KVGAKZ2PPDBKJQ32T2DVX366G', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('98609b52-f6f7-4ca2-8aa8-23e70c253b2a', 'ev-v1eneyr', 8, 'j3', 'import', 2, 'visit', 'B', NULL, '{"op":"98609b52-f6f7-4ca2-8aa8-23e70c253b2a","device":"import","seq":2,"judge":"j3","component":"visit","entry":"B","base":null,"marks":{"effect":"47.0","novelty":"33.0"},"comment":"","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, '4MD9XVGKN82YJBKH4M8SWBPJV5FT8X434RZBGX35BWZYDHZGFM9G', 1795928250963510, NULL);
INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome, revision, older_rules, receipt, received_at, skew_ms) VALUES ('cde4987a-9a79-4642-a00c-7353b0ef740d', 'ev-v1eneyr', 9, 'j3', 'import', 3, 'visit', 'C', NULL, '{"op":"cde4987a-9a79-4642-a00c-7353b0ef740d","device":"import","seq":3,"judge":"j3","component":"visit","entry":"C","base":null,"marks":{"effect":"42.0","novelty":"24.0"},"comment":"再看","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","at":"2026-11-29T04:57:30.963510+00:00"}', 'recorded', 1, FALSE, 'SRFDEBZCQ7D4WXZXCRT8S5WF4ZQQ7RKMAM6JV7SY3MAFWRRNYW00', 1795928250963510, NULL);
INSERT INTO refusal (event_id, judge, op, outcome, body_sha256, device, seq, base, body, received_at) VALUES ('ev-v1eneyr', 'j1', '6fa459ea-ee8a-4ca4-894e-db77e160355e', 'invalid', 'ab', '16fd2706-8baf-433b-82eb-8c7fada847da', 1, NULL, '{"marks": {"effect": "61"}}', 1700000000000000);
INSERT INTO result (event_id, number, version, report, fingerprint, frozen_at) VALUES ('ev-v1eneyr', 1, 3, '{}', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1700000000000001);
INSERT INTO account (name, role, password, created_at, failures, locked_until) VALUES ('jia', 'organiser', 'no password has this hash', 1795928686918447, 0, NULL);
INSERT INTO session (token_sha256, role, account, event_id, judge, name, created_at, seen_at, idle_micros, expires_at, revoked_at) VALUES ('ef', 'judge', NULL, 'ev-v1eneyr', 'j1', '一席', 1, 2, 3, 4, NULL);
INSERT INTO link (token_sha256, event_id, judge, created_at, revoked_at) VALUES ('b44c890a3a4bde273278188787bafc135356c57ffacbbab5ab97074f046d7bae', 'ev-v1eneyr', 'j1', 1795928251009122, NULL);
INSERT INTO link (token_sha256, event_id, judge, created_at, revoked_at) VALUES ('364785c741907d532d3fcc0265b54a5ceac8723984c9f99f53096d4c324baf12', 'ev-v1eneyr', 'j2', 1795928251009122, NULL);
INSERT INTO link (token_sha256, event_id, judge, created_at, revoked_at) VALUES ('a7a2c7a0002565a4a4bb2018f1b90817d8eedd9750b60725152db5b3ce503875', 'ev-v1eneyr', 'j3', 1795928251009122, NULL);
INSERT INTO device (event_id, judge, id, last_seen, acked_seq, last_seq, battery, persisted, skew_ms, unsent) VALUES ('ev-v1eneyr', 'j1', '16fd2706-8baf-433b-82eb-8c7fada847da', 1700000000000000, 1, 2, 80, TRUE, -5, '[]');
INSERT INTO audit (number, at, who, act, event_id, subject, payload_hash, hash) VALUES (1, 1795928250963510, 'console', 'import', 'ev-v1eneyr', 'event', '1d1f53e86eb414be189c8307c0605f02e6b80757e5085ca58e17b26a34bbec2c', 'd4461f8b1645bc04d3ddf69e2a560f3eff1d662266cb467897027036a148f641');
INSERT INTO audit (number, at, who, act, event_id, subject, payload_hash, hash) VALUES (2, 1795928251009122, 'console', 'mint-links', 'ev-v1eneyr', 'links', 'e93b9e7155479255d9cb4e80588dd8db1b2bbc5a3d47f7b63a1c69ef52e33c35', '6e838750c237c18d9cddbc926275638e97f9dfa65eb2a2687403c39341d23f26');
INSERT INTO audit (number, at, who, act, event_id, subject, payload_hash, hash) VALUES (3, 1795928327297957, 'console', 'export', 'ev-v1eneyr', 'event', 'd95b972bfc8e06e00b522f9e4ece710a732d940a1a9389971920c48b36182661', 'e6c67d735c67eecb763859a41365c00f43d33272d722d94944f971470574769c');
INSERT INTO audit (number, at, who, act, event_id, subject, payload_hash, hash) VALUES (4, 1795928686918447, 'console', 'create-account', '', 'account:jia', 'a3b01a9671c36b710b3fa7789f806366b2de8724d4c08eba8bb116b864649596', '4ec95faad29ad54fcc0fa55ac5a0b8dae3458eed408d1e74f2bddc7a19dce02c');
INSERT INTO audit_payload (number, salt, payload) VALUES (1, '1b1409752901f013f5187998ad3b1f60', '{"before":null,"after":{"title":"小例","state":"open","rules":"7b4d733ab88668e448d04d15a11ccc5101db38757c2bbd3c122e8f60befd2812","entries":3,"judges":3,"cards":9}}');
INSERT INTO audit_payload (number, salt, payload) VALUES (2, '5b03510d1a2c309c4c5a47cffb49af27', '{"before":{"revoked":0},"after":{"made":3}}');
INSERT INTO audit_payload (number, salt, payload) VALUES (3, 'c9ac9454b95c78fbe08f41ad2419ada7', '{"before":null,"after":{"version":10}}');
INSERT INTO audit_payload (number, salt, payload) VALUES (4, '62cebe6d9ccdb18eb768becde0b18bf5', '{"before":null,"after":{"role":"organiser"}}');
INSERT INTO secret (name, value) VALUES ('receipt', '0de7a1ebc57a537081da2be108766b8ea33969598d9d29fb0ab2593f79764b50');
