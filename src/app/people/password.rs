//! Passwords: how they are hashed, and which ones nobody may choose.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::app::AppError;
use crate::app::act::secret::Secret;
use crate::app::error::{AppFault, FaultKind};
use crate::store::StoreError;

/// Least characters of a password that somebody chose.
pub const SHORTEST_PASSWORD: usize = 10;
/// Most characters: more is no password, and each costs time to hash.
pub const LONGEST_PASSWORD: usize = 200;
/// Least letters of a name that must not stand in a password.
const NAME: usize = 4;
/// Least different characters.
const DIFFERENT: usize = 5;

/// The commonest passwords that are long enough, and those that a stranger would try here first. In small letters.
const COMMON: [&str; 44] = [
    "1234567890",
    "12345678910",
    "123456789a",
    "123456789q",
    "1234567891",
    "0123456789",
    "0987654321",
    "9876543210",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "asdfghjkl1",
    "asdfghjkl123",
    "zxcvbnm123",
    "zaq12wsxcde3",
    "abcd123456",
    "abc1234567",
    "abc123456789",
    "a123456789",
    "aa12345678",
    "aa123456789",
    "q123456789",
    "password123",
    "password1234",
    "password12",
    "p@ssw0rd123",
    "passw0rd123",
    "admin12345",
    "admin123456",
    "administrator",
    "administrator1",
    "woaini1314",
    "woaini1314520",
    "woaini520520",
    "5201314520",
    "iloveyou123",
    "organiser123",
    "guanmo2023",
    "guanmo2026",
    "guanmo123456",
    "letmein123",
];

/// Why a password is not one to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    #[error("密码至少 {SHORTEST_PASSWORD} 个字符")]
    Short,
    /// The two that were typed differ.
    #[error("两次填写的新密码不一样，请重新填写")]
    Differ,
    /// It is the one that there is.
    #[error("新密码与现在的密码相同，请换一个")]
    Same,
    /// It has the account's name in it.
    #[error("密码里不能有用户名")]
    Name,
    /// It is one that strangers try first.
    #[error("这个密码太常见，容易被猜到，请换一个")]
    Common,
    /// It is longer than what is taken.
    #[error("密码最多 {LONGEST_PASSWORD} 个字符")]
    Long,
    /// The present password is not what was typed for it.
    #[error("现在的密码不对")]
    Old,
    /// It was asked for once more, and is another one.
    #[error("密码不对，没有办理；请输入您登录本账号的密码")]
    Wrong,
}

impl AppFault for PasswordFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "password"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Short | Self::Same | Self::Name | Self::Common | Self::Long => Some("new"),
            Self::Differ => Some("again"),
            Self::Old => Some("old"),
            Self::Wrong => Some("password"),
        }
    }
}

/// What a new hash costs: KiB of memory, and passes over it. A hash says what it cost, so that any is verified.
const COST: (u32, u32) = (19 * 1024, 2);

/// What a new hash costs here.
fn cost() -> (u32, u32) {
    // a run of the tests hashes hundreds of passwords that protect nothing; the released program has no such setting
    #[cfg(debug_assertions)]
    if std::env::var_os("GUANMO_CHEAP_HASHES").is_some() {
        return (Params::MIN_M_COST, Params::MIN_T_COST);
    }
    COST
}

fn argon2((memory, passes): (u32, u32)) -> Argon2<'static> {
    let params = Params::new(memory, passes, 1, None).expect("19 MiB, twice, one lane are within the bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Blocks of 1 KiB that there is room for while a password is hashed, most of which are never touched: what is larger than
/// 32 MiB an allocator takes from the system and gives back at once. Less it keeps for the thread, and again the next time,
/// when small things have come to lie in what it kept.
const ROOM: usize = 33 * 1024;

fn derive(argon2: &Argon2<'_>, password: &[u8], salt: &Salt, out: &mut [u8]) -> argon2::Result<()> {
    let count = argon2.params().block_count();
    let mut blocks = Vec::with_capacity(count.max(ROOM));
    blocks.resize(count, Block::default());
    argon2.hash_password_into_with_memory(password, salt, out, &mut blocks[..])
}

pub(in crate::app) fn hash(password: &Secret) -> Result<String, AppError> {
    hash_at(cost(), password).map_err(|error| StoreError::Unavailable(format!("password hash: {error}")).into())
}

fn hash_at(cost: (u32, u32), password: &Secret) -> argon2::password_hash::Result<String> {
    let (argon2, salt, mut out) = (argon2(cost), Salt::generate(), [0; Params::DEFAULT_OUTPUT_LEN]);
    derive(&argon2, password.reveal().as_bytes(), &salt, &mut out)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt),
        hash: Some(Output::new(&out)?),
    };
    Ok(hash.to_string())
}

pub(in crate::app) fn verify(password: &Secret, hash: &str) -> bool {
    let verified = || {
        let parsed = PasswordHash::new(hash).ok()?;
        let (salt, right) = (parsed.salt.as_ref()?, parsed.hash.as_ref()?);
        let algorithm = Algorithm::try_from(parsed.algorithm.as_str()).ok()?;
        let version = parsed.version.map(Version::try_from).transpose().ok()?.unwrap_or_default();
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&parsed).ok()?);
        let mut out = vec![0; right.len()];
        derive(&argon2, password.reveal().as_bytes(), salt, &mut out).ok()?;
        // compares in constant time
        Some(Output::new(&out).ok()? == *right)
    };
    verified().unwrap_or(false)
}

/// The given password where it is long enough, or a random one.
pub(in crate::app) fn given_or_random(given: Option<Secret>) -> Result<Secret, AppError> {
    match given {
        Some(password) => {
            long_enough(&password)?;
            Ok(password)
        }
        None => Ok(Secret::password()),
    }
}

fn long_enough(password: &Secret) -> Result<(), AppError> {
    let length = password.reveal().chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(PasswordFault::Short.into());
    }
    if length > LONGEST_PASSWORD { Err(PasswordFault::Long.into()) } else { Ok(()) }
}

/// Refuses a password that its owner should not choose.
pub(in crate::app) fn fit_to_choose(password: &Secret, account: &str) -> Result<(), AppError> {
    long_enough(password)?;
    let small = password.reveal().to_lowercase();
    // a name of two letters stands in many a good sentence
    if account.len() >= NAME && small.contains(&account.to_lowercase()) {
        return Err(PasswordFault::Name.into());
    }
    let mut letters: Vec<char> = small.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < DIFFERENT || COMMON.contains(&small.as_str()) || is_a_run(&small) {
        return Err(PasswordFault::Common.into());
    }
    Ok(())
}

/// Whether each character is the next or the one before, all the way.
fn is_a_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    [1, -1].iter().any(|step| codes.windows(2).all(|pair| pair[1] - pair[0] == *step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_verified_whatever_it_cost() {
        let (right, wrong) = (Secret::new("观摩评比一二三四五"), Secret::new("观摩评比一二三四六"));
        for cost in [COST, (Params::MIN_M_COST, Params::MIN_T_COST)] {
            let hash = hash_at(cost, &right).expect("a hash");
            assert!(hash.contains(&format!("$m={},t={},p=1$", cost.0, cost.1)), "{hash}");
            assert!(verify(&right, &hash) && !verify(&wrong, &hash));
        }
    }

    #[test]
    fn a_hash_that_an_earlier_program_made_is_verified() {
        let earlier =
            "$argon2id$v=19$m=19456,t=2,p=1$LOWjB9RgOLx0lQONGte4pg$S2X1coCZ9OMmMGwjPnRmvdh7yNiXvQLcYlCOy79+ryU";
        assert!(verify(&Secret::new("ein langes neues Wort 77"), earlier));
        assert!(!verify(&Secret::new("ein langes neues Wort 78"), earlier));
    }

    #[test]
    fn a_hash_costs_what_it_should() {
        // OWASP's least for argon2id
        assert_eq!(COST, (19_456, 2));
    }
}
