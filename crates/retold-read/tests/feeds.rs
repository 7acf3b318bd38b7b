//! Feeds as files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::shown_in_place as shown;

#[test]
fn rss_2_with_source() {
    let feed = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Digest &amp; more</title><language>en-GB</language>
<image><title>Logo</title></image><item><title>A</title><source url=\"u\">Sea News</source></item>
<item><title>B</title><description><![CDATA[b]]></description></item></channel></rss>";
    assert_eq!(
        shown("f", feed.as_bytes()),
        [
            "f#0 @143 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `A`",
            "  Outlet rss:source `Sea News`",
            "  Credit rss:source `Sea News`",
            "  Outlet rss:channel/title `Digest & more` outside",
            "  Language rss:channel/language `en-GB` outside",
            "f#1 @206 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `B`",
            "  Body HtmlFragment `b`",
            "  Outlet rss:channel/title `Digest & more` outside",
            "  Language rss:channel/language `en-GB` outside",
        ]
    );
}

#[test]
fn rss_1_and_bare_doctype() {
    let feed = "<?xml version='1.0'?><!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"http://x/rss-0.91.dtd\">
<rdf:RDF><channel rdf:about='x'><title>Port</title><items><rdf:Seq><rdf:li resource='y'/></rdf:Seq></items></channel>
<item rdf:about='y'><title>A</title><link>https://e.org/1</link><dc:date>2024-05-16</dc:date></item></rdf:RDF>";
    assert_eq!(
        shown("f", feed.as_bytes()),
        [
            "f#0 @217 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `A`",
            "  CanonicalUrl rss:link `https://e.org/1`",
            "  Published rss:dc:date `2024-05-16`",
            "  Outlet rss:channel/title `Port` outside",
        ]
    );
}

#[test]
fn atom_in_another_character_set() {
    let mut feed =
        b"<?xml version='1.0' encoding='windows-1251'?><feed xml:lang='ru'><title>".to_vec();
    feed.extend_from_slice(
        b"\xcf\xee\xf0\xf2</title><entry><title>\xcc\xee\xeb</title></entry></feed>",
    );
    assert_eq!(
        shown("f", &feed),
        [
            "f#0 @84 FeedItem windows-1251 application/atom+xml",
            "  Headline Plain `Мол` <- `\\xcc\\xee\\xeb`",
            "  Language atom:xml:lang `ru` outside",
            "  Outlet atom:feed/title `Порт` outside",
        ]
    );
}

#[test]
fn broken_feed_keeps_whole_items() {
    let feed = "<rss><channel><title>P</title><item><title>A</title></item><item><title>B</title>
<item><title>C</title></item><item><title <<</item><item><title>D</title></item><item><title>E";
    assert_eq!(
        shown("f", feed.as_bytes()),
        [
            "warning: f: the item at byte 59 is not whole: it is left out",
            "warning: f: the item at byte 111 is not whole: it is left out",
            "warning: f: the item at byte 162 is not whole: it is left out",
            "f#0 @30 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `A`",
            "  Outlet rss:channel/title `P` outside",
            "f#1 @82 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `C`",
            "  Outlet rss:channel/title `P` outside",
            "f#2 @133 FeedItem utf-8 application/rss+xml",
            "  Headline Plain `D`",
            "  Outlet rss:channel/title `P` outside",
        ]
    );
}

#[test]
fn external_and_nested_entities_stay_text() {
    let feed = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY xxe SYSTEM 'file:///etc/passwd'><!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>
<rss><channel><title>P &xxe;</title><item><title>A &xxe; &b;</title></item></channel></rss>";
    assert_eq!(
        shown("f", feed.as_bytes()),
        [
            "warning: f: the document type declares entities: they are neither expanded nor loaded",
            "f#0 @152 FeedItem utf-8 application/rss+xml",
            "  Headline HtmlFragment `A &xxe; &b;`",
            "  Outlet rss:channel/title `P &xxe;` outside",
        ]
    );
}

#[test]
fn lists_of_feeds_and_sitemaps_are_no_documents() {
    assert_eq!(
        shown("f", b"<?xml version='1.0'?><opml><body/></opml>"),
        ["warning: f: this is an OPML list of feeds, which holds no documents"]
    );
    assert_eq!(
        shown("f", b"<rss><channel><title>P</title></channel></rss>"),
        ["warning: f: the feed has no items"]
    );
}
