//! One article to news annotations: times, numbers, names, quotes, credits.
