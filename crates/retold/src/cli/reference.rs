//! `docs/command.md`, made from the definitions. The test fails where the file is not what they say;
//! `RETOLD_UPDATE_DOCS=1 cargo test -p retold reference` writes it.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Arg, Command, CommandFactory as _};

use super::Cli;

#[test]
fn the_parser_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_flag_is_described() {
    let path = Path::new("../../docs/command.md");
    let page = std::fs::read_to_string(path).unwrap();
    let open = "<!-- commands: written by the tests of retold -->\n";
    let start = page.find(open).expect("docs/command.md has the mark") + open.len();
    let end = start
        + page[start..]
            .find("<!-- end -->")
            .expect("the mark has its end");
    let mut command = Cli::command();
    command.build();
    let mut generated = String::from("\n## For all commands\n\n");
    flags(
        command
            .get_arguments()
            .filter(|argument| argument.is_global_set()),
        &mut generated,
    );
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        describe(sub, &mut generated);
    }
    let expected = format!("{}{generated}\n{}", &page[..start], &page[end..]);
    if std::env::var_os("RETOLD_UPDATE_DOCS").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert!(
        found == expected,
        "docs/command.md is out of date: RETOLD_UPDATE_DOCS=1 cargo test -p retold reference"
    );
}

fn describe(command: &Command, page: &mut String) {
    let name = command
        .get_display_name()
        .unwrap_or(command.get_name())
        .replace('-', " ");
    let usage = command.clone().render_usage().to_string();
    let usage = usage
        .trim_start_matches("Usage: ")
        .replace(" [OPTIONS]", "");
    let about = command
        .get_long_about()
        .or(command.get_about())
        .map(ToString::to_string)
        .unwrap_or_default();
    let _ = write!(page, "\n## {name}\n\n{about}\n\n```text\n{usage}\n```\n\n");
    flags(
        command
            .get_arguments()
            .filter(|argument| !argument.is_global_set()),
        page,
    );
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        describe(sub, page);
    }
}

fn flags<'a>(arguments: impl Iterator<Item = &'a Arg>, page: &mut String) {
    let own =
        arguments.filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"));
    for argument in own {
        let value = argument
            .get_value_names()
            .and_then(|names| names.first())
            .map(ToString::to_string);
        let takes = argument.get_action().takes_values();
        let mut name = match (argument.get_short(), argument.get_long()) {
            (Some(short), Some(long)) => format!("-{short}, --{long}"),
            (None, Some(long)) => format!("--{long}"),
            _ => format!(
                "<{}>",
                value.as_deref().unwrap_or(argument.get_id().as_str())
            ),
        };
        if let (true, true, Some(value)) = (takes, argument.get_long().is_some(), &value) {
            let _ = write!(name, " <{value}>");
        }
        let help = argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        let _ = write!(page, "- `{name}`: {help}.");
        if takes && !argument.is_hide_possible_values_set() {
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .map(|value| match value.get_help() {
                    Some(help) => format!("`{}` ({help})", value.get_name()),
                    None => format!("`{}`", value.get_name()),
                })
                .collect();
            if !values.is_empty() {
                let _ = write!(page, " One of {}.", values.join(", "));
            }
        }
        let defaults: Vec<&str> = argument
            .get_default_values()
            .iter()
            .filter_map(|value| value.to_str())
            .collect();
        if takes && !defaults.is_empty() {
            let _ = write!(page, " Unless given: `{}`.", defaults.join(" "));
        }
        if let Some(variable) = argument.get_env().and_then(|name| name.to_str()) {
            let _ = write!(page, " Environment: `{variable}`.");
        }
        page.push('\n');
    }
}
