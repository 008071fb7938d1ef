namespace DocuSense.Maintenance.Tests.Manifests;

/// <summary>TOML documents, valid and not, and random changes of them.</summary>
internal static class TomlCases
{
    public static string[] Table { get; } =
    [
        "", " ", "\n", "\r\n", "\r", "# c", "# c\r\n", "# \u0001", "# \x7f", "# \t", "\ufeffa=1", "a=1", "a = 1 # c", "a=1\r\nb=2\r\n", "a=1\rb=2", "a=1 b=2", "a", "a=", "=1", "a 1", "a=1=2", "a==1", "\"\"=1", "''=1", "\"a b\"=1", "'a.b'.c=1", "\"a\\u0062\"=1", "\"a\nb\"=1", "\"\"\"a\"\"\"=1", "'''a'''=1", "a.b.c=1", "a . b\t.c = 1", "a..b=1", ".a=1", "a.=1", "1=2", "1.2=3", "-=1", "_=1", "\u00e9=1", "a-b_c=1", "a\n=1", "a=\n1", "a#b=1", "a.\"b.c\".d=1",
        "a=\"\"", "a=\"x\\b\\t\\n\\f\\r\\\"\\\\\"", "a=\"\\u00e9\\U0001F600\"", "a=\"\\ud800\"", "a=\"\\U00110000\"", "a=\"\\UFFFFFFFF\"", "a=\"\\u12\"", "a=\"\\x41\"", "a=\"\\e\"", "a=\"\\a\"", "a=\"\\ \"", "a=\"x", "a=\"x\n\"", "a=\"\t\"", "a=\"\u0000\"", "a=\"\u001f\"", "a=\"\x7f\"", "a=\"\u0080\"", "a='x\\y'", "a='x", "a='\n'", "a='\t'", "a='\u0001'", "a='''x'''", "a='''\nx'''", "a='''\r\nx\r\ny'''", "a='''x\ry'''", "a='''''x'''''", "a=''''x'''", "a=''''''''", "a='''x''''''", "a='''a'b''c'''", "a=\"\"\"x\"\"\"", "a=\"\"\"\nx\"\"\"", "a=\"\"\"\\\n   x\"\"\"", "a=\"\"\"x\\  \n\n \t y\"\"\"", "a=\"\"\"x\\ y\"\"\"", "a=\"\"\"x\\  \"\"\"", "a=\"\"\"\"\"\"", "a=\"\"\"\"\"\"\"", "a=\"\"\"\"\"\"\"\"", "a=\"\"\"\"\"\"\"\"\"", "a=\"\"\"a\"\"\"\"\"", "a=\"\"\"a\\\"\"\"\"", "a=\"\"\"\\r\\n\"\"\"", "a=\"\"\"x\r\n\"\"\"", "a=\"\"\"x\r\"\"\"", "a=\"\"\"\\\r\n  b\"\"\"", "a=\"\"\"\\\r b\"\"\"", "a=\"\"\"\u0001\"\"\"", "a=\"x\"\"y\"", "a=\"x\"y", "a='x'\"y\"", "a=\"\"\"x\"\"", "a=\"\"\"\\", "a=\"\\",
        "a=0", "a=+0", "a=-0", "a=00", "a=01", "a=-01", "a=+1", "a=++1", "a=1_000", "a=1__0", "a=_1", "a=1_", "a=0x1F", "a=0xdead_BEEF", "a=0x", "a=0x_1", "a=0x1_", "a=0X1", "a=0o17", "a=0o8", "a=0O7", "a=0b101", "a=0b2", "a=0B1", "a=-0x1", "a=+0b1", "a=9223372036854775808", "a=123456789012345678901234567890", "a=1.0", "a=1.", "a=.1", "a=1.e1", "a=1e5", "a=1E+5", "a=1e-5", "a=1.5e3", "a=1e", "a=1e+", "a=1_0.2_5e1_0", "a=1._5", "a=1.5_", "a=1e_5", "a=0e0", "a=00.1", "a=0.1", "a=-0.0", "a=+1.5", "a=inf", "a=+inf", "a=-inf", "a=nan", "a=+nan", "a=-nan", "a=Inf", "a=NaN", "a=infinity", "a=++inf", "a=1e400", "a=1e-400", "a=0x1.8p3", "a=1,5",
        "a=true", "a=false", "a=True", "a=tru", "a=truee", "a=true false", "a=yes", "a=null",
        "a=2020-01-01", "a=2020-02-29", "a=2021-02-29", "a=2020-13-01", "a=2020-00-01", "a=2020-01-00", "a=2020-01-32", "a=0000-01-01", "a=0001-01-01", "a=9999-12-31", "a=2020-1-1", "a=20-01-01", "a=2020-01-01T00:00:00", "a=2020-01-01t00:00:00z", "a=2020-01-01 00:00:00Z", "a=2020-01-01  00:00:00", "a=2020-01-01T24:00:00", "a=2020-01-01T23:60:00", "a=2020-01-01T23:59:60", "a=2020-01-01T23:59", "a=2020-01-01T23:59:59.", "a=2020-01-01T23:59:59.1", "a=2020-01-01T23:59:59.123456789+01:30", "a=2020-01-01T23:59:59-23:59", "a=2020-01-01T23:59:59+24:00", "a=2020-01-01T23:59:59+1:00", "a=2020-01-01T23:59:59Z1", "a=2020-01-01T", "a=2020-01-01 # c", "a=2020-01-01 x", "a=00:00:00", "a=23:59:59.999999", "a=23:59:59.1234567", "a=24:00:00", "a=1:00:00", "a=12:00", "a=12:00:00Z", "a=2020-01-01Z", "a=1979-05-27T00:32:00.5-07:00",
        "a=[]", "a=[ ]", "a=[1]", "a=[1,]", "a=[,]", "a=[1,,2]", "a=[1 2]", "a=[1,2", "a=[1", "a=[", "a=]", "a=[\n1,\n2\n]", "a=[ # c\n1 # d\n, # e\n2 # f\n]", "a=[1,\"x\",[2,[3]],{b=1}]", "a=[[],[],[[]]]", "a=[1]]", "a=[\r\n1\r\n]", "a=[\r1]", "a=[1]\n[a]", "a=[1]\n[[a]]", "a=[{b=1}]\n[a.c]", "a=[{}]\n[[a]]", "a=[{}]\na.b=1", "a=[#\u0001\n]", "a=[=1]", "a=[a=1]",
        "a={}", "a={ }", "a={b=1}", "a={b=1,}", "a={,}", "a={b=1,c=2}", "a={b=1 c=2}", "a={b=1,b=2}", "a={b.c=1}", "a={b.c=1,b.d=2}", "a={b.c=1,b=2}", "a={b=1,b.c=2}", "a={b={c=1},b.d=2}", "a={b=[],b.d=2}", "a={\nb=1}", "a={b=1\n}", "a={b=1,\nc=2}", "a={b=[\n1\n]}", "a={b=\"\"\"\nx\"\"\"}", "a={b=1 # c\n}", "a={b=1", "a={b=", "a={b", "a={", "a={b}", "a={=1}", "a={b=1}\n[a]", "a={b=1}\n[a.c]", "a={b=1}\na.c=2", "a={b={c=1}}\na.b.d=1", "a={\"b c\"=1, 'd'=2}", "a={a={a={a={}}}}", "a = { b = 1 } x",
        "[a]", "[ a ]", "[a]\nb=1", "[a] # c", "[a]b=1", "[a", "[]", "[ ]", "[a]]", "[[a]", "[[a]]", "[ [a] ]", "[[a] ]", "[[ a ]]", "[a.b]", "[ a . b ]", "[a..b]", "[.a]", "[a.]", "[\"a.b\"]", "['a'.\"b\"]", "[\"\"]", "[a]\n[a]", "[a]\n[b]\n[a]", "[a.b]\n[a]", "[a.b.c]\n[a]\nd=1", "[a.b]\n[a]\nb=1", "[a]\nb=1\n[a.b]", "[a]\nb.c=1\n[a.b]", "[a]\nb.c=1\n[a.b.d]", "[a]\nb.c=1\n[a.b.c]", "a.b=1\n[a]", "a.b=1\n[a.c]", "a.b.c=1\n[a.b]", "a.b.c=1\na.b.d=2\na.e=3", "a=1\n[a]", "a=1\na.b=2", "a.b=1\na=2", "a=1\na=2", "a=1\n\"a\"=2", "[a.b.c]\n[a]\nb.d=1", "[a.b.c]\n[a]\nb.c.d=1", "[a.b.c.d]\n[a]\nb.c.e=1", "[a.b]\nc=1\n[a]\nb.d=1",
        "[[a]]\n[[a]]", "[[a]]\nb=1\n[[a]]\nb=2", "[[a]]\n[a]", "[a]\n[[a]]", "[[a.b]]\n[a]", "[[a.b]]\n[a]\nc=1", "[[a.b]]\n[a]\nb=1", "[[a.b]]\n[a]\nb.c=1", "[[a]]\n[a.b]\n[[a]]\n[a.b]", "[[a]]\n[a.b]\n[a.b]", "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]", "[[a]]\n[[a.b]]\n[a.b.c]\nd=1", "[a.b]\n[[a]]", "[[a]]\nb.c=1\n[[a]]\nb.c=2", "[[a]]\nb.c=1\n[a.b]", "[[a]]\nb=1\n[a.b]", "[[a]]\nb=[]\n[[a.b]]", "[[a]]\n[a.b.c]\n[a.b]\n[a.b]", "a=[]\n[[a]]", "[a]\nb=[{}]\n[[a.b]]", "[[a]]\na=1", "[a]\na.a=1\n[a.a]", "[a\n]", "[a]\r[b]", "[a]\r\n[b]", "[\u00e9]", "[a b]", "[a=1]", "[a]=1", "a.b=1\n[c]\n[a]", "a.b=1\n[a.b]", "a.b.c=1\n[c]\n[a.b.d]", "[t]\na.b=1\n[t.a]\nc=1", "[t]\na.b=1\n[t.a.c]\nd=1\n[t.a]",
        "[project]\nname = \"x\"\ndependencies = [\n  \"a>=1\", # c\n  'b ; python_version < \"3\"',\n]\n[project.optional-dependencies]\ndev = [\"c\"]\n",
    ];

    private const string Alphabet = "ab.=[]{}\"'#,\\ \t\n\r0123456789-+_:TZtruefalsinfx\u00e9\U0001F600\u0001";

    /// <summary>Documents with a few characters changed, taken out or put in, or with lines of others joined to them.</summary>
    public static IEnumerable<string> Mutations(int seed, int count)
    {
        var random = new Random(seed);
        string[] sources = [.. Table.Where(text => text.Length > 3)];
        for (int i = 0; i < count; i++)
        {
            string text = sources[random.Next(sources.Length)];
            for (int joins = random.Next(3); joins > 0; joins--)
                text += "\n" + sources[random.Next(sources.Length)].Replace("a", random.Next(2) == 0 ? "b" : "a");
            for (int changes = random.Next(3); changes > 0 && text.Length > 0; changes--)
            {
                int at = random.Next(text.Length);
                string piece = Alphabet[random.Next(Alphabet.Length - 4)].ToString();
                text = random.Next(4) switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, piece),
                    2 => text.Remove(at, 1).Insert(at, piece),
                    _ => text.Insert(at, text.Substring(at, Math.Min(random.Next(1, 8), text.Length - at))),
                };
            }

            if (System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text)
                yield return text;
        }
    }
}
