// The page: takes a bundle, from its address or a file that is chosen or dropped, verifies it, and looks for the cards of a
// slip in it.

import { Crew, serve } from './crew.js';
import { Fault } from './fault.js';
import { Pace } from './pace.js';
import { megabytes } from './said.js';
import { findSlip, readSlip } from './slip.js';
import { Verifier } from './verifier.js';
import { verify } from './verify.js';
import { clear, find, showChecks, showProgress, showRefusal, showReport, showSlip, showSlipFault } from './view.js';

const MOST = 300 * 1024 * 1024; // a packed bundle is never larger than an unpacked one may be
let known = {};
let script = ''; // of this page, which workers run too
let crew = null; // hired once, when there are signatures
let turn = 0; // of several files that are chosen one after the other the last one counts
let report = null;

/** What verifies signatures: beside the page, or where it has no workers on it. */
async function hire(pace) {
  crew = crew || Crew.hire(script);
  return (await crew) || new Verifier((window.crypto && window.crypto.subtle) || null, pace);
}

/** Verifies bytes and shows what comes out. */
async function look(bytes, name) {
  turn += 1;
  const own = turn;
  report = null;
  clear();
  let doing = '';
  const pace = new Pace((share) => {
    if (own !== turn) throw new Fault('换了另一份文件');
    showProgress(share, doing);
  });
  const show = (checks, at) => {
    doing = `正在核对：${checks[at].title}`;
    if (own === turn) showChecks(checks, at);
  };
  const found = await verify(bytes, known, { hire, pace, show });
  if (own !== turn) return;
  report = found;
  showProgress(1, null);
  showReport(report, name);
  await lookForSlip(false);
}

async function open(file) {
  if (file.size > MOST) {
    clear();
    showRefusal(`文件有 ${megabytes(file.size)}，比成果包可以有的大。`);
    return;
  }
  await look(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** The bundle of the event's own page, as it comes. */
async function download(address) {
  showProgress(null, '正在下载成果包');
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  await look(bytes, '公布的成果包');
}

/** Holds the slip that is typed, or in the address, against the bundle; `isAsked` where somebody waits for an answer. */
async function lookForSlip(isAsked) {
  const typed = find('slip').value;
  if (typed.trim() === '' && !isAsked) return;
  try {
    const slip = readSlip(typed);
    if (!report) {
      if (isAsked) showSlipFault('请先选择成果包；核对通过之后才能查找您的评分卡。');
    } else if (report.fault) {
      showSlipFault('成果包没有通过核对，不能在里面查找您的评分卡。');
    } else {
      const { about, found, names } = report;
      showSlip(slip, await findSlip(slip, { origin: about.origin, seats: found.seats }, new Pace()), names);
    }
  } catch (error) {
    showSlipFault(error instanceof Fault ? error.message : `核对凭据读不出来（${error.message}）`);
  }
}

function takeAddress() {
  if (location.hash.length <= 1) return;
  find('slip').value = location.hash.slice(1);
  lookForSlip(report !== null);
}

function drop(event) {
  event.preventDefault();
  document.body.classList.toggle('over', event.type === 'dragover');
  const [file] = event.type === 'drop' ? event.dataTransfer.files : [];
  if (file) open(file);
}

function start() {
  script = document.currentScript.textContent;
  known = JSON.parse(find('known').textContent);
  find('file').addEventListener('change', ({ target }) => { if (target.files[0]) open(target.files[0]); });
  for (const kind of ['dragover', 'dragleave', 'drop']) document.addEventListener(kind, drop);
  find('slip-form').addEventListener('submit', (event) => { event.preventDefault(); lookForSlip(true); });
  find('print').addEventListener('click', () => window.print());
  window.addEventListener('hashchange', takeAddress);
  find('old').hidden = true;
  find('work').hidden = false;
  find('whose').textContent = known.origin ? `本页核对：${known.origin}` : '';
  takeAddress();
  if (known.bundle) {
    download(known.bundle).catch(() => showProgress(0, '公布的成果包现在下载不到。请稍后刷新本页，或在下面选择已经下载的文件。'));
  }
}

// the same script, in a worker, has no page
if (typeof document === 'undefined') serve(self); else start();
