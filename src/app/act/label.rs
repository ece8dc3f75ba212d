//! Labels that stand wherever something is not a real result.

/// What stands in the title of everything that shows generated scores.
pub const DEMO_LABEL: &str = "演示数据(非真实评分)";

/// What stands in the title of everything that is rehearsed.
pub const REHEARSAL_LABEL: &str = "演练";
