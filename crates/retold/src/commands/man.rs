//! `retold man`: the manual page, from the same definitions as the parser.

use std::io::Write as _;

use anyhow::Result;
use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::exit_status::ExitStatus;

pub(crate) fn run() -> Result<ExitStatus> {
    let mut page = Vec::new();
    let command = Cli::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    Man::new(command).render(&mut page)?;
    // One page tells all: the sections of the commands follow.
    let mut command = Cli::command();
    command.build();
    for name in names {
        let Some(sub) = command.find_subcommand(&name) else {
            continue;
        };
        let man = Man::new(sub.clone());
        writeln!(page, ".SH COMMAND {}", name.to_ascii_uppercase())?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    let mut out = std::io::stdout().lock();
    out.write_all(&page)?;
    out.flush()?;
    Ok(ExitStatus::Done)
}
