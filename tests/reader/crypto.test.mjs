// The page's own arithmetic against node's: signatures and hashes of many lengths, and what is no good signature.

import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { module } from './support/reader.mjs';

const { Sha256, sha256, hashText } = await module('sha256.js');
const { sha512 } = await module('sha512.js');
const { P256Key } = await module('p256.js');
const { verifyEd25519 } = await module('ed25519.js');

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

function wide(value) { return Buffer.from(value.toString(16).padStart(64, '0'), 'hex'); }
function narrow(value) { return wide(value).reverse(); }
function number(bytes) { return BigInt(`0x${bytes.toString('hex')}`); }
function flipped(bytes, at) { const made = Buffer.from(bytes); made[at] ^= 1 << (at % 8); return made; }

function tablet() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { point, sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }), key: P256Key.read(point) };
}

function house() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { key: Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url'), sign: (bytes) => sign(null, bytes, privateKey) };
}

test('hashes are those of node, at each length around a block, in one go and in pieces', () => {
  for (let length = 0; length < 300; length += 1) {
    const bytes = randomBytes(length);
    assert.equal(Buffer.from(sha512(bytes)).toString('hex'), createHash('sha512').update(bytes).digest('hex'));
    const expected = createHash('sha256').update(bytes).digest('hex');
    assert.equal(Buffer.from(sha256(bytes)).toString('hex'), expected);
    const hash = new Sha256();
    for (let at = 0; at < length;) {
      const step = 1 + (bytes[at] % 90);
      hash.update(bytes.subarray(at, at + step));
      at += step;
    }
    assert.equal(Buffer.from(hash.digest()).toString('hex'), expected);
  }
  const text = '评分卡😀'.repeat(20000);
  assert.equal(Buffer.from(hashText(Buffer.from('x'), text)).toString('hex'), createHash('sha256').update(`x${text}`).digest('hex'));
});

test('a tablet’s signature is good for its own key and bytes, and a changed one for none', () => {
  const [keys, messages] = [Array.from({ length: 8 }, tablet), Array.from({ length: 50 }, (_, i) => randomBytes(i * 3))];
  for (const [i, { key, sign: signs }] of keys.entries()) {
    for (const message of messages) {
      const [hash, signature] = [sha256(message), signs(message)];
      assert.ok(key.verify(hash, signature));
      assert.ok(!keys[(i + 1) % keys.length].key.verify(hash, signature));
      assert.ok(!key.verify(hash, flipped(signature, message.length % 64)));
      assert.ok(!key.verify(flipped(Buffer.from(hash), message.length % 32), signature));
    }
  }
});

test('of tablets’ signatures, numbers that are none and lengths that are none are refused', () => {
  const { key, sign: signs } = tablet();
  const message = randomBytes(40);
  const [hash, signature] = [sha256(message), signs(message)];
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  assert.ok(key.verify(hash, Buffer.concat([r, wide(N - number(s))])), 'a signature has a twin, which is good too');
  for (const bad of [0n, N, N + 1n, 2n ** 256n - 1n]) {
    assert.ok(!key.verify(hash, Buffer.concat([wide(bad), s])));
    assert.ok(!key.verify(hash, Buffer.concat([r, wide(bad)])));
  }
  for (const bad of [Buffer.alloc(0), signature.subarray(1), Buffer.concat([signature, Buffer.alloc(1)]), Buffer.alloc(64)]) assert.ok(!key.verify(hash, bad));
  assert.ok(!key.verify(hash.subarray(1), signature));
});

test('points that are not on the curve, or not written as a point, are no keys', () => {
  const { point } = tablet();
  assert.ok(P256Key.read(point));
  for (let at = 0; at < 65; at += 1) assert.equal(P256Key.read(flipped(point, at)), null, `byte ${at}`);
  const x = number(point.subarray(1, 33));
  const beyond = Buffer.concat([Buffer.from([4]), wide(x + P < 2n ** 256n ? x + P : 2n ** 256n - 1n), point.subarray(33)]);
  for (const bad of [beyond, point.subarray(0, 64), Buffer.concat([point, Buffer.alloc(1)]), Buffer.alloc(65), Buffer.concat([Buffer.from([2]), point.subarray(1, 33)])]) assert.equal(P256Key.read(bad), null);
});

test('scalars that meet the edges of addition give what node gives', () => {
  // keys that are small multiples of the base point, or its opposite: sums meet themselves and their opposite
  for (const secret of [1n, 2n, 3n, 5n, 255n, 256n, N - 1n, N - 2n]) {
    const d = wide(secret);
    const pkcs8 = Buffer.concat([Buffer.from('304102010030130607' + '2a8648ce3d0201' + '0608' + '2a8648ce3d030107' + '04273025020101' + '0420', 'hex'), d]);
    const jwk = createPublicKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    const { x, y } = jwk.export({ format: 'jwk' });
    const key = P256Key.read(Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
    for (let turn = 0; turn < 30; turn += 1) {
      const message = randomBytes(turn);
      const signature = sign('sha256', message, { key: pkcs8, format: 'der', type: 'pkcs8', dsaEncoding: 'ieee-p1363' });
      assert.ok(key.verify(sha256(message), signature), `${secret}`);
      const made = randomBytes(64);
      assert.equal(key.verify(sha256(message), made), verify('sha256', message, { key: jwk, dsaEncoding: 'ieee-p1363' }, made));
    }
  }
});

test('a house’s signature is good for its own key and bytes, and a changed one for none', () => {
  const houses = Array.from({ length: 5 }, house);
  for (const [i, { key, sign: signs }] of houses.entries()) {
    for (let turn = 0; turn < 40; turn += 1) {
      const message = randomBytes(turn * 5);
      const signature = signs(message);
      assert.ok(verifyEd25519(key, message, signature));
      if (turn % 5) continue;
      assert.ok(!verifyEd25519(houses[(i + 1) % 5].key, message, signature));
      assert.ok(!verifyEd25519(key, Buffer.concat([message, Buffer.alloc(1)]), signature));
      for (const at of [0, 31, 32, 63, (turn * 7) % 64]) assert.ok(!verifyEd25519(key, message, flipped(signature, at)));
      assert.ok(!verifyEd25519(flipped(key, turn % 32), message, signature));
    }
  }
});

test('of a house’s signatures, each has one spelling, and keys of small order sign nothing', () => {
  const { key, sign: signs } = house();
  const message = Buffer.from('checkpoint');
  const signature = signs(message);
  const s = number(Buffer.from(signature.subarray(32)).reverse());
  for (const other of [s + L, s + 2n * L, L, 2n ** 256n - 1n]) {
    assert.ok(!verifyEd25519(key, message, Buffer.concat([signature.subarray(0, 32), narrow(other)])), 's is not below L');
  }
  const prime = 2n ** 255n - 19n;
  const small = [narrow(1n), narrow(prime - 1n), narrow(0n), Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex')];
  // a spelling of the neutral point that is beyond the prime, and its sign bit set without need
  const odd = [narrow(prime + 1n), Buffer.concat([narrow(1n).subarray(0, 31), Buffer.from([0x80])]), Buffer.alloc(32, 0xff), narrow(2n)];
  for (const point of [...small, ...odd]) {
    assert.ok(!verifyEd25519(point, message, Buffer.concat([narrow(1n), narrow(0n)])), point.toString('hex'));
    assert.ok(!verifyEd25519(key, message, Buffer.concat([point, signature.subarray(32)])), point.toString('hex'));
  }
  for (const bad of [Buffer.alloc(0), signature.subarray(0, 63), Buffer.concat([signature, Buffer.alloc(1)])]) assert.ok(!verifyEd25519(key, message, bad));
  assert.ok(!verifyEd25519(key.subarray(1), message, signature));
});
