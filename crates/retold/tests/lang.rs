//! `retold lang` as typed. The model is fetched into the user's cache on first use.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::io::Write as _;
use std::process::Stdio;
use std::sync::Once;

use self::common::{Ran, retold};

/// Fetches the model if it is not here: what is said of that belongs to no test below.
fn model() {
    static FETCHED: Once = Once::new();
    FETCHED.call_once(|| {
        Ran::of(&mut retold(&["models", "fetch", "en_core_web_sm"])).done();
    });
}

/// Runs the command with `input` typed.
fn run(arguments: &[&str], input: &str) -> Ran {
    model();
    let mut child = retold(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap().into()
}

#[test]
fn plain_text_gives_one_record() {
    let expected = concat!(
        r#"{"id":"-","text":"Anna Berg left Oslo.","tokens":["#,
        r#"["Anna",0,1,"NNP","PROPN","Number=Sing","Anna","compound",1,1,"B","PERSON"],"#,
        r#"["Berg",5,1,"NNP","PROPN","Number=Sing","Berg","nsubj",2,0,"I","PERSON"],"#,
        r#"["left",10,1,"VBD","VERB","Tense=Past|VerbForm=Fin","leave","ROOT",2,0,"O",""],"#,
        r#"["Oslo",15,0,"NNP","PROPN","Number=Sing","Oslo","dobj",2,0,"B","GPE"],"#,
        r#"[".",19,0,".","PUNCT","PunctType=Peri",".","punct",2,0,"O",""]],"#,
        r#""ents":[[0,2,0,9,"PERSON"],[3,4,15,19,"GPE"]],"sents":[[0,5]]}"#,
        "\n"
    );
    assert_eq!(run(&["lang"], "Anna Berg left Oslo.").done(), expected);
}

#[test]
fn json_lines_give_conllu_and_bad_lines_are_told() {
    let input = "{\"id\":7,\"text\":\"He  left.\\n\"}\n\n{\"id\":\n";
    let expected = "# newdoc id = 7\n\
        # text = He  left.\\n\n\
        1\tHe\the\tPRON\tPRP\tCase=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs\t3\tnsubj\t_\t_\n\
        2\t_\t_\tSPACE\t_SP\t_\t1\tdep\t_\tSpaceAfter=No\n\
        3\tleft\tleave\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\tROOT\t_\tSpaceAfter=No\n\
        4\t.\t.\tPUNCT\t.\tPunctType=Peri\t3\tpunct\t_\tSpaceAfter=No\n\
        5\t\\n\t\\n\tSPACE\t_SP\t_\t4\tdep\t_\tSpaceAfter=No\n\n";
    run(&["lang", "--format", "conllu", "-"], input).is(
        1,
        expected,
        "-:3: expected `{\"id\", \"text\"}`: EOF while parsing a value at line 2 column 0\n1 text was not analysed\n",
    );
}

#[test]
fn a_model_that_is_not_known_is_refused() {
    run(&["lang", "--model", "xx_nothing"], "").is(
        2,
        "",
        "error: there is no model `xx_nothing`\nhint: `retold models list`\n",
    );
}
