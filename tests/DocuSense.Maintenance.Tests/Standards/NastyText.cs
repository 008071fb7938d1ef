namespace DocuSense.Maintenance.Tests.Standards;

/// <summary>Makes texts that are versions, specifiers, requirements and markers, or nearly so; the same ones for the same seed.</summary>
internal sealed class NastyText(int seed)
{
    private const string Alphabet = " \t\n\r\v\u001c\u00a0\u2003\u0660\u0663\u00b2\u00e9\u0130\u0131\u017f\u212a'\"\\()[]{};,@#!=<>~+*.-__0019abcdorvxzPRV/:&|\u4e2d";

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public string Blank() => Chance(0.7) ? "" : Pick(" ", "  ", "\t", " \t ");

    /// <summary>White space as Python knows it, most often none.</summary>
    public string Space() => Chance(0.85) ? "" : Pick(" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u001c", "\u0085", "\v", "\f", "\u180e", "\u200b");

    public string Number() => Next(14) switch
    {
        0 => "00",
        1 => "0" + Next(10),
        2 => Next(100000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => Pick("255", "256", "65535", "65536", "1048575", "1048576", "2024"),
        4 => Chance(0.3) ? Pick("18446744073709551615", "999999999999999999", "1000000000000000000", "340282366920938463463374607431768211456", "00000000000000000000000000000000000000001") : "1",
        _ => Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public string Release(int atMost = 5) => string.Join(".", Enumerable.Range(0, 1 + Next(Chance(0.1) ? 8 : atMost)).Select(_ => Number()));

    private string Separator() => Chance(0.5) ? "" : Pick(".", "-", "_");

    private string Case(string text) => Chance(0.8) ? text : Chance(0.5) ? text.ToUpperInvariant() : char.ToUpperInvariant(text[0]) + text[1..];

    private string Optional(string text, double probability) => Chance(probability) ? text : "";

    public string PublicVersion()
    {
        string text = Optional(Case("v"), 0.08) + Optional(Number() + "!", 0.12) + Release();
        if (Chance(0.35))
            text += Separator() + Case(Pick("a", "b", "c", "rc", "alpha", "beta", "pre", "preview")) + Separator() + Optional(Number(), 0.75);
        if (Chance(0.3))
            text += Chance(0.3) ? "-" + Number() : Separator() + Case(Pick("post", "rev", "r")) + Separator() + Optional(Number(), 0.75);
        if (Chance(0.25))
            text += Separator() + Case("dev") + Separator() + Optional(Number(), 0.75);
        return text;
    }

    public string Version()
    {
        string text = PublicVersion();
        if (Chance(0.2))
            text += "+" + string.Join(Pick(".", "-", "_"), Enumerable.Range(0, 1 + Next(3)).Select(_ => Pick("ubuntu", "1", "01", "abc", "ABC", "a1", "1a", "9", "10", Number())));
        return Space() + text + Space();
    }

    public string PerhapsVersion() => Chance(0.35) ? Mutate(Version()) : Version();

    public string Clause()
    {
        string op = Pick("==", "==", "!=", ">=", "<=", "<", ">", "~=", "===");
        string version = op switch
        {
            "===" => Pick(PublicVersion(), PublicVersion(), "anything", "", "1.0;", "1.0)", "foo bar", "1,2", Version()),
            "==" or "!=" when Chance(0.3) => Optional("v", 0.05) + Optional(Number() + "!", 0.1) + Release(3) + ".*",
            "==" or "!=" => Version().Trim(),
            "~=" => Chance(0.5) ? Release(3) + "." + Number() + Optional(Pick("a1", "c1", ".c1", "rc2", ".post1", ".dev0", "-1", ".alpha1", "RC1", ".pre2", "-rc.1", "_r3"), 0.4) : PublicVersion(),
            _ => Chance(0.05) ? Version() : PublicVersion(),
        };
        return Space() + op + Space() + version + Space();
    }

    public string Clauses()
    {
        string text = string.Join(",", Enumerable.Range(0, Next(4)).Select(_ => Clause()));
        return Chance(0.05) ? text + "," : text;
    }

    public string Name() => Pick("requests", "Foo.Bar", "a", "A-b_C.d", "zope.interface", "x" + Number(), "foo_", "ruamel.yaml", "Pillow", "backports.zoneinfo", "a--b", "a_-.b");

    public string Requirement()
    {
        string text = Blank() + Name() + Blank();
        if (Chance(0.35))
            text += "[" + Blank() + string.Join(Blank() + "," + Blank(), Enumerable.Range(0, Next(4)).Select(_ => Pick("socks", "Security", "a_b", "a.b", "x-1", Name()))) + Blank() + "]" + Blank();
        if (Chance(0.2))
        {
            text += "@" + Blank() + Pick("https://example.org/a.whl", "git+https://x.org/a@v1#egg=a", "file:///c:/a%20b.zip", "https://x/a;python_version", "../relative", "C:\\x\\y.whl");
            if (Chance(0.4))
                text += Pick(" ", "\t", "", "  ") + ";" + Blank() + Marker(2);
        }
        else
        {
            string clauses = string.Join(Blank() + "," + Blank(), Enumerable.Range(0, Next(4)).Select(_ => Clause().Trim()));
            text += Chance(0.2) ? "(" + Blank() + clauses + Blank() + ")" : clauses;
            if (Chance(0.4))
                text += Blank() + ";" + Blank() + Marker(2);
        }

        return text + Blank() + Optional("\n", 0.03);
    }

    public string PerhapsRequirement() => Chance(0.35) ? Mutate(Requirement()) : Requirement();

    public string Marker(int depth)
    {
        string text = MarkerAtom(depth);
        for (int i = Chance(0.5) ? 0 : 1 + Next(3); i > 0; i--)
            text += Pick(" and ", " or ", " and ", "\tor ") + MarkerAtom(depth);
        return text;
    }

    public string PerhapsMarker() => Chance(0.3) ? Mutate(Marker(3)) : Marker(3);

    private string MarkerAtom(int depth)
    {
        if (depth > 0 && Chance(0.25))
            return Blank() + "(" + Blank() + Marker(depth - 1) + Blank() + ")" + Blank();
        string variable = Variable();
        string value = Value(variable);
        string op = variable.Contains("version", StringComparison.Ordinal) && Chance(0.8) ? Pick("==", "!=", "<", "<=", ">", ">=", "~=", "===") : Pick("==", "==", "!=", "in", "not in", "not  in", "<", ">=", "~=", "===");
        string left = Chance(0.8) ? variable : value;
        string right = Chance(0.95) ? left == variable ? value : variable : Pick(value, variable, Variable());
        string gap = op.Contains("in", StringComparison.Ordinal) ? " " : Blank();
        return Blank() + left + gap + op + gap + right + Blank();
    }

    private string Variable() => Pick(
        "python_version", "python_version", "python_full_version", "os_name", "sys_platform", "sys_platform", "platform_machine", "platform_release", "platform_system",
        "platform_version", "platform_python_implementation", "implementation_name", "implementation_version", "extra", "extra",
        "os.name", "sys.platform", "platform.version", "platform.machine", "platform.python_implementation", "python_implementation");

    private string Value(string variable)
    {
        string text = variable switch
        {
            "python_version" or "python_full_version" or "implementation_version" =>
                Pick("3.8", "3.10", "3.9", "3", "3.11.*", "3.12.0", "3.13.0rc1", "2.7", "3.8 ", "3.7 3.8 3.9 3.10", "3.8, 3.9", "v3.11", "", "abc", PublicVersion(), "3.*"),
            "extra" => Pick("test", "Foo_Bar", "foo.bar", "foo-bar", "", "2", "a,b", "v1.0"),
            "platform_release" or "platform_version" => Pick("5.15", "10.0", "20", "#1 SMP", "10.0.19045", "5.15.0-generic"),
            _ => Pick("linux", "win32", "darwin", "Linux", "Windows", "nt", "posix", "x86_64", "AMD64", "arm64", "CPython", "cpython", "PyPy", "linux2", "sys_platform", "aarch64 x86_64", "3", "\\x6cinux", "lin\\\nux", "\\u006cinux", "a\\tb", "\\q", "\\101", "\u4e2d"),
        };
        return Chance(0.5) ? "'" + text + "'" : "\"" + text + "\"";
    }

    /// <summary>Changes one to three characters.</summary>
    public string Mutate(string text)
    {
        for (int i = 1 + Next(3); i > 0; i--)
        {
            int at = Next(text.Length + 1);
            string letter = Alphabet[Next(Alphabet.Length)].ToString();
            text = Next(5) switch
            {
                0 when at < text.Length => text.Remove(at, 1),
                1 when at < text.Length => text.Remove(at, 1).Insert(at, letter),
                2 when at < text.Length => text.Insert(at, text[at].ToString()),
                3 when at + 1 < text.Length => text[..at] + text[at + 1] + text[at] + text[(at + 2)..],
                _ => text.Insert(at, letter),
            };
        }

        return text;
    }
}
