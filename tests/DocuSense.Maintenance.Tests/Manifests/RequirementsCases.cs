using System.Text;

namespace DocuSense.Maintenance.Tests.Manifests;

/// <summary>Requirements files that are hard to read: a table, and seeded random ones made of the same ingredients.</summary>
internal static class RequirementsCases
{
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DST_VERSION"] = "1.2.3",
        ["DST_TOKEN"] = "s3cr3t",
        ["DST_LINE"] = "flask --pre -r other.txt",
        ["DST_OPTION"] = "--no-index",
        ["DST_CHAIN"] = "${DST_VERSION}",
        ["DST_QUOTE"] = "it's",
        ["DST_EMPTY"] = "",
        ["DST_SPACE"] = " ",
    };

    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static string[] Table { get; } =
    [
        "", "\n", "\r\n", " ", "\t\n", "\\", "\\\n", "\\\n\\\n", "\\\\", "# c", "#c\\\nfoo", " # c \\\nfoo", "foo", "foo\n", "foo\r\nbar\r\n", "foo\rbar\r",
        "foo\vbar", "foo\fbar", "foo\x1c" + "bar\x1d" + "baz\x1equx", "foo\u0085bar", "foo\u2028bar\u2029baz", "foo\x1f" + "bar", "\u00a0foo\u00a0", "\u3000foo",
        "foo==1.0 # comment", "foo==1.0 #comment", "foo==1.0#not", "foo==1.0\t# tab", "foo==1.0\u00a0# nbsp", "foo\x1f# us", "#", " #", "foo #", "foo # a # b", "foo#a #b",
        "foo \\\n==1.0", "foo\\\n==1.0", "foo \\\n  --hash=sha256:abc \\\n  --hash=sha384:def\n", "foo \\\n# comment\nbar", "foo \\\n  # comment\nbar", "foo \\\n # comment \\\nbar",
        "foo # x \\\nbar", "foo # x \\\n--hash=sha256:a\nbaz", "foo \\ \nbar", "foo \\", "foo \\\n", "foo \\\n\nbar", "foo \\\r\n--hash=sha256:a\r\n", "\\foo\\\nbar", "foo\\\\\nbar", "\\\\\\foo\\\\\\\n\\bar",
        "foo==1.0 --hash=sha256:" + Digest, "foo==1.0 --hash sha256:" + Digest, "foo --hash=md5:abc", "foo --hash=sha256", "foo --hash", "foo --hash=sha256:", "foo --hash=:", "foo --hash=sha512:a:b", "--hash=sha256:a", "foo --hash sha256:a --hash sha256:b --hash=sha384:c",
        "-r other.txt", "-rother.txt", "--requirement other.txt", "--requirement=other.txt", "--req other.txt", "--requirem=other.txt", "--require other", "--r other", "-r", "--requirement", "--requirement=", "-r ''", "-r \"\"", "-r 'a b.txt'", "-r a\\ b.txt", "-r \"a b.txt", "-r a b", "-r a -r b", "-r a -c b", "-c b -r a", "foo -r a", "-e . -r a",
        "-c constraints.txt", "--constraint constraints.txt", "--constraint=constraints.txt", "--const c", "--con c", "--c c", "-cc", "-c", "--constraints c",
        "-e .", "-e./foo", "--editable .", "--editable=.", "--e .", "--ed=./x", "-e", "-e ''", "-e git+https://h/x.git#egg=foo", "-e git+https://h/x.git@main#egg=foo&subdirectory=a", "-e . --hash=sha256:a", "-e a -e b", "foo -e .", "-e .[dev,test]", "-e '.[dev]'", "-e . # why", "-e . --config-settings a=b", "-e \"./a b\"",
        "-i https://h/simple", "-ihttps://h", "--index-url https://h", "--index-url=https://h", "--index=https://h", "--i x", "--pypi-url x", "--py x", "--p x", "--extra-index-url x", "--extra x", "--ex=x", "--extra-index-url a --extra-index-url b", "-i a -i b", "-i", "--index-url",
        "--no-index", "--no-i", "--no-index=1", "--no", "--no-", "--no-b :all:", "--no-binary=:all:", "--no-binary :none:", "--no-binary foo,bar", "--no-binary -foo", "--no-binary", "--only-binary=:all:", "--only-binary --pre", "--o x", "--only=x", "--prefer-binary", "--prefer", "--pref=1", "--pre", "--pre=1", "--pr", "--require-hashes", "--require-h", "--require-hashes=1",
        "-f dir", "-fdir", "--find-links dir", "--find-links=dir", "--f dir", "-f 'a b'", "--find a --find b", "--trusted-host h", "--trusted-host=h:80", "--t h", "--use-feature fast-deps", "--use-feature=fast-deps", "--use", "--global-option x", "foo --global-option=\"--no-user-cfg\"", "foo --global-option a --global-option b", "foo --g a",
        "foo --config-settings a=b", "foo --config-settings=a=b", "foo -C a=b", "foo -Ca=b", "foo -C a=b -C a=c", "foo -C a", "foo -C", "foo --config a=b", "foo --config-setting a=b", "-C a=b",
        "--", "-- foo", "-", "- foo", "foo -", "foo --", "foo -- --bad", "--bad", "--bad=1", "-z", "-zr", "foo -z", "foo --bad", "-re", "-er x", "-", "---", "--=x", "-=", "--pre foo", "--pre --no-index", "--pre -", "--pre -- --bad", "a -b", "a  --pre", "a\t--pre", "a --pre\t--no-index", "a -", "a-b", "a -i", "-\u00e9",
        "foo 'bar", "--index-url 'bar", "--index-url \"bar\\", "--index-url bar\\", "--index-url 'a'\"b\"c", "--index-url 'a\\b'", "--index-url \"a\\b\\\"c\\\\d\\$\"", "--index-url ''", "--index-url a''", "--index-url '' x", "--index-url=''", "--index-url=' '", "--'index-url' x", "--index\\-url x", "'--pre'", "'-r' x", "\"--pre\"",
        "foo; python_version < '3'", "foo ; python_version < '3' --hash=sha256:a", "foo;os_name=='a -b'", "foo==1.0;sys_platform=='x'", "foo @ https://h/x.whl", "foo@https://h/x.whl#sha256=a", "https://h/x-1.0-py3-none-any.whl", "./x", "../x[y]", "/x", "git+ssh://git@h/x#egg=y", "C:\\x\\y", "file:///x", "x.zip",
        "foo==${DST_VERSION}", "foo==${DST_CHAIN}", "${DST_CHAIN}", "${DST_VERSION}${DST_CHAIN}${DST_VERSION}", "foo==${DST_MISSING}", "foo==${DST_EMPTY}", "foo==${dst_version}", "foo==$DST_VERSION", "foo==${DST_VERSION", "${DST_LINE}", "--index-url https://u:${DST_TOKEN}@h/s", "${DST_OPTION}", "${DST_QUOTE}", "-f ${DST_QUOTE}", "${DST_SPACE}", "${DST_SPACE}${DST_OPTION}", "foo # ${DST_LINE}", "foo ${DST_OPTION}", "foo${DST_OPTION}", "${}", "${ }", "$${DST_VERSION}}", "${DST_VERSION}\\\n${DST_VERSION}", "${DST_\\\nVERSION}", "-r ${DST_TOKEN}/x.txt", "${DST_MISSING} --pre",
        "foo\n-r a\n--bad\nbar\n--hash\nbaz # x", "\ufefffoo", "foo\ufeff", "foo\nbar\\", "a\n\n\n\nb", "   indented==1", "emoji-\U0001F600 # \U0001F600", "caf\u00e9==1", "foo,bar", "foo bar", "[foo]", "==1.0", "foo\0bar", "\0", "# coding: utf-8\nfoo", "# -*- coding: utf-8 -*-\r\nfoo\r\n",
    ];

    /// <summary>Files in encodings of all kinds.</summary>
    public static List<(string Name, byte[] Data)> Encoded()
    {
        const string text = "foo==1.0  # caf\u00e9\r\n\u00e9t\u00e9 \\\r\n --pre\n# \u20ac\n";
        byte[] With(byte[] mark, Encoding encoding, string content = text) => [.. mark, .. encoding.GetBytes(content)];
        byte[] Coded(string name, Encoding encoding, string lead = "# -*- coding: ") => encoding.GetBytes($"{lead}{name} -*-\nfoo # caf\u00e9\nbar\n");
        Encoding utf8 = new UTF8Encoding(false), latin = Encoding.Latin1;
        return
        [
            ("utf-8", With([], utf8)),
            ("utf-8 mark", With([0xEF, 0xBB, 0xBF], utf8)),
            ("two marks", With([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], utf8)),
            ("utf-16 le", With([0xFF, 0xFE], new UnicodeEncoding(false, false))),
            ("utf-16 be", With([0xFE, 0xFF], new UnicodeEncoding(true, false))),
            ("utf-32 be", With([0, 0, 0xFE, 0xFF], new UTF32Encoding(true, false))),
            ("utf-16 odd", [.. With([0xFF, 0xFE], new UnicodeEncoding(false, false)), 0x41]),
            ("utf-16 half pair", [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]),
            ("only mark", [0xEF, 0xBB, 0xBF]),
            ("latin-1 without saying", latin.GetBytes(text.Replace("\u20ac", ""))),
            ("overlong", [0xC0, 0x80]),
            ("surrogate", [0xED, 0xA0, 0x80]),
            ("cut off", [0x66, 0xE2, 0x82]),
            ("latin-1", Coded("latin-1", latin)),
            ("iso-8859-1", Coded("iso-8859-1", latin)),
            ("iso8859_1", Coded("iso8859_1", latin)),
            ("latin1 as utf-8", Coded("latin-1", utf8)),
            ("cp1252", [.. Coded("cp1252", latin), 0x80, 0x8C, 0x9F]),
            ("cp1252 hole", [.. Coded("cp1252", latin), 0x81]),
            ("ascii with accents", Coded("ascii", utf8)),
            ("utf-8 said", Coded("utf-8", utf8)),
            ("UTF8 said", Coded("UTF8", utf8)),
            ("utf-8 said, latin-1 meant", Coded("utf-8", latin)),
            ("unknown", Coded("no-such-encoding", utf8)),
            ("second line", [.. utf8.GetBytes("# first\n"), .. Coded("latin-1", latin)]),
            ("third line", [.. utf8.GetBytes("# first\n# second\n"), .. Coded("latin-1", latin)]),
            ("not a comment", [.. utf8.GetBytes("coding: latin-1\n"), .. latin.GetBytes("caf\u00e9")]),
            ("vim", Coded("latin-1", latin, "# vim: set fileencoding=")),
            ("blanks", Coded("latin-1", latin, "#coding:  \t ")),
            ("space before", [.. utf8.GetBytes(" # coding: latin-1\n"), .. latin.GetBytes("caf\u00e9")]),
            ("mark wins", [0xEF, 0xBB, 0xBF, .. Coded("latin-1", utf8)]),
        ];
    }

    private static readonly string[] _pieces =
    [
        "foo", "bar==1.0", "baz>=2,<3", "qux[a,b]~=1.4", " ", "  ", "\t", "\n", "\n", "\n", "\r\n", "\r", "\f", "\v", "\u0085", "\u2028", "\x1c", "\x1f", "\u00a0", "\\\n", " \\\n", "\\\r\n", "\\", "\\ ", "#", " #", " # note", "# note\n", "\n# note\n",
        "-r ", "-r a.txt", "-c ", "-c c.txt", "--requirement=", "--constraint ", "-e ", "-e .", "--editable=", "-e git+https://h/x#egg=y", "-i ", "--index-url ", "--index-url=https://h", "--extra-index-url ", "--no-index", "-f ", "--find-links=", "--no-binary ", "--only-binary=", ":all:", "--prefer-binary", "--require-hashes", "--pre", "--trusted-host ", "--use-feature=fast-deps",
        " --hash=sha256:abc", " --hash sha384:def", " --hash=", "sha512:12", " --global-option=", " --global-option x", " -C a=b", " --config-settings a=b", " --config-settings=", "--req", "--con", "--no", "--", "-", " -", "--x", "-z", "=", "'", "\"", "''", "a b", ";", "; python_version<'3'", "; os_name == \"nt\"", "@", " @ https://h/x.whl", "https://u:p@h/x-1.0-py3-none-any.whl", "./lib", "\\", "[", "]", ",", "é", "\U0001F600", "\ufeff", "${DST_VERSION}", "${DST_LINE}", "${DST_OPTION}", "${DST_CHAIN}", "${DST_QUOTE}", "${DST_SPACE}", "${DST_MISSING}", "${", "}", "$",
    ];

    /// <summary>Random files from the pieces above; the same for the same seed.</summary>
    public static IEnumerable<string> Random(int seed, int count)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            text.Clear();
            for (int length = random.Next(1, 28); length > 0; length--)
            {
                text.Append(_pieces[random.Next(_pieces.Length)]);
                if (random.Next(4) == 0)
                    text.Append(random.Next(2) == 0 ? " " : "\n");
            }

            yield return text.ToString();
        }
    }
}
