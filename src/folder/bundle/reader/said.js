// Words and figures as people read them.

const ROLES = { organiser: '组织者', teller: '计票人', scrutineer: '监票人', inspector: '纪检监察', official: '领导', administrator: '系统管理员' };
const STATUS = { vetoed: '一票否决', incomplete: '未决' };
const FORMS = {
  open: '席位实名，含每张评分卡和平板签名；限组织者、监票人、纪检监察使用，或本次评比设为公开',
  pseudonymous: '席位以抽签的字母代替，含每张评分卡的分数',
  commitments: '只含评分卡的加盐散列，不含分数',
};
const BEIJING = 8 * 3600 * 1000;

export function role(word) { return ROLES[word] || word; }

/** What stands in the place of an award where an entry is not ranked. */
export function status(word) { return STATUS[word] || ''; }

export function form(word) { return FORMS[word]; }

/** A moment in milliseconds since 1970, in Beijing. */
export function beijing(milliseconds) {
  const at = new Date(milliseconds + BEIJING);
  return Number.isNaN(at.getTime()) ? '（时间不明）' : at.toISOString().slice(0, 16).replace('T', ' ');
}

/** The same of microseconds, as files have them. */
export function moment(microseconds) { return beijing(microseconds / 1000); }

export function grouped(hash) { return hash.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 '); }

export function megabytes(bytes) { return `${(bytes / 1024 / 1024).toFixed(1)} MB`; }
