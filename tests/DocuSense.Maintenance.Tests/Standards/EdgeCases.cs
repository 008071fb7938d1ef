namespace DocuSense.Maintenance.Tests.Standards;

/// <summary>Cases known to be hard, many of them those that <c>packaging</c> tests itself with.</summary>
internal static class EdgeCases
{
    /// <summary>Versions in their order, each smaller than the next.</summary>
    public static readonly string[] OrderedVersions =
    [
        "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
        "1.0b2-346", "1.0c1.dev456", "1.0c1", "1.0rc2", "1.0c3", "1.0", "1.0.post456.dev34", "1.0.post456", "1.1.dev1", "1.2+123abc",
        "1.2+123abc456", "1.2+abc", "1.2+abc123", "1.2+abc123def", "1.2+1234.abc", "1.2+123456", "1.2.r32+123456", "1.2.rev33+123456",
        "1!1.0.dev456", "1!1.0a1", "1!1.0a2.dev456", "1!1.0a12.dev456", "1!1.0a12", "1!1.0b1.dev456", "1!1.0b2", "1!1.0b2.post345.dev456",
        "1!1.0b2.post345", "1!1.0b2-346", "1!1.0c1.dev456", "1!1.0c1", "1!1.0rc2", "1!1.0c3", "1!1.0", "1!1.0.post456.dev34",
        "1!1.0.post456", "1!1.1.dev1", "1!1.2+123abc", "1!1.2+123abc456", "1!1.2+abc", "1!1.2+abc123", "1!1.2+abc123def",
        "1!1.2+1234.abc", "1!1.2+123456", "1!1.2.r32+123456", "1!1.2.rev33+123456",
    ];

    /// <summary>A spelling and its normal form.</summary>
    public static readonly (string Text, string Normal)[] Spellings =
    [
        ("1.0dev", "1.0.dev0"), ("1.0.dev", "1.0.dev0"), ("1.0dev1", "1.0.dev1"), ("1.0-dev", "1.0.dev0"), ("1.0-dev1", "1.0.dev1"),
        ("1.0DEV", "1.0.dev0"), ("1.0.DEV1", "1.0.dev1"), ("1.0a", "1.0a0"), ("1.0.a", "1.0a0"), ("1.0.a1", "1.0a1"), ("1.0-a", "1.0a0"),
        ("1.0-a1", "1.0a1"), ("1.0alpha", "1.0a0"), ("1.0.alpha1", "1.0a1"), ("1.0-ALPHA-1", "1.0a1"), ("1.0b", "1.0b0"), ("1.0.beta_1", "1.0b1"),
        ("1.0c", "1.0rc0"), ("1.0.c1", "1.0rc1"), ("1.0-preview.2", "1.0rc2"), ("1.0PRE3", "1.0rc3"), ("1.0-rc", "1.0rc0"), ("1.0-RC.1", "1.0rc1"),
        ("1.0post", "1.0.post0"), ("1.0.post", "1.0.post0"), ("1.0post1", "1.0.post1"), ("1.0-post", "1.0.post0"), ("1.0-r4", "1.0.post4"),
        ("1.0.REV.5", "1.0.post5"), ("1.0-5", "1.0.post5"), ("1.0-0", "1.0.post0"), ("1.0+AbC", "1.0+abc"), ("1.01", "1.1"), ("1.0a05", "1.0a5"),
        ("1.0b07", "1.0b7"), ("1.0.post09000", "1.0.post9000"), ("1.0.dev09000", "1.0.dev9000"), ("00!1.2", "1.2"), ("0100!0.0", "100!0.0"),
        ("v1.0", "1.0"), ("  v1.0\t\n", "1.0"), ("V1!2", "1!2"), ("1.0+ubuntu-1_2.03", "1.0+ubuntu.1.2.3"), ("1.0a-.dev", "1.0a0.dev0"),
        ("1.0a--1", "1.0a0.post1"), ("1.0.post-.dev-", "1.0.post0.dev0"), ("1.0-r1-dev2", "1.0.post1.dev2"), ("1!2", "1!2"), ("\u001c1\u001f", "1"),
        ("99999999999999999999999999", "99999999999999999999999999"), ("000000000000000000000000000001.0", "1.0"),
    ];

    public static readonly string[] InvalidVersions =
    [
        "", " ", "french toast", "1.0+a+", "1.0++", "1.0+_foobar", "1.0+foo&asd", "1.0+1+1", "1.0.", ".1", "1..0", "1.0.*", "1.0-1-2", "1.0rc1rc2", "1.0.dev1.post1",
        "1.0 a1", "1.0a1 .dev1", "1!", "!1", "1!2!3", "-1", "+1", "v", "v v1", "vv1", "1.0+", "1.0-", "1.0_", "1.0-1.0", "1.0.post1.post2", "\u0661.0", "1.\u00b2", "1.0\u00001", "1,0", "1.x", "latest",
        "1.0p1", "1.0pr1", "1.0pos1", "1.0de1", "1.0alph1", "1.0al1",
    ];

    public static IEnumerable<string> Versions => OrderedVersions.Concat(Spellings.Select(spelling => spelling.Text));

    public static readonly string[] Specifiers =
    [
        "~=2.0", "==2.1.*", "==2.1.0.3", "!=2.2.*", "!=2.2.0.5", "<=5", ">=7.9a1", "<1.0.dev1", ">2.0.post1", "===lolwat", "==2.0", "~=2.0-r1", "~=2.0.post1", "~=1", "~=1.0.*", "~=1.0+5",
        "==1.0.*+5", "!=1.0.*+5", "==2.0a1.*", "!=2.0a1.*", "==2.0.post1.*", "==2.0.dev1.*", "==1.0+5.*", "==1.0.dev1.*", "", " ", ">=", "==", "<", "2.0", "=>2.0", "=2.0", "lolwat",
        "===", "=== ", "===1.0 2.0", "===1.0;", "== 1.0", ">=\n1.0", "~=1.2.3a1", "~=1.0c1", "~=1.0.c1", "~=v1.0", "~=1!2.0", "~=v1!2.0", "~=01.00", "~=1.0RC1", "~=1.0.RC1", "~=1.0.DEV1",
        "~=1.0-rc.1", "~=1.0.post.2", "~=1.0.r1", "~=1.0.pre2", "~=1.0a", "~=1.0alpha1", "~=2.2.0", "~=2.2.post3", "~=0.0", "==1.*", "!=1.*", "==0.*", "==1.0.0.0.*", "==1!1.*", ">1.0", ">1.0.post1", ">1.0a1",
        ">1.0.dev1", "<1.0", "<1.0.post1", "<1.0rc1", "<=1.0+x", "<1.0+x", "==1.0+x", "!=1.0+X", "==1.0+x.y", "===1.0+x", ">=1.0.*", "<2.*", "==1.0.**", "==1.0*", "==.1", "== v1.0", "==V1.*", "===1.0.0", "===1.0.POST1",
        ">=1,,<2", ",", ">=1,", ",>=1", ">=1;<2", ">=1 <2", ">=1.0,>=1,>=01", "==1.0,==1", "~=1.0,~=1.0.0", "===a,===A",
    ];

    public static readonly string[] Requirements =
    [
        "A", "A.B-C_D", "aa", "name", "name<=1", "name>=3", "name>=3,", "name>=3,<2", "name@http://foo.com", "name [fred,bar] @ http://foo.com ; python_version=='2.7'",
        "name[quux, strange];python_version<'2.7' and platform_version=='2'", "name; os_name=='a' or os_name=='b'", "name; os_name=='a' and os_name=='b' or os_name=='c'", "name; os_name=='a' and (os_name=='b' or os_name=='c')",
        "name ()", "name (>=1)", "name(>=1,<2)", "name (>=1", "name >=1)", "name[]", "name[a", "name[a,]", "name[,a]", "name[a b]", "name[a,,b]", "name[ a , b ]", "name[a]>=1", "name [a] (>=1) ; extra == 'x'",
        "name @ http://x ; extra == 'a'", "name @ http://x; extra == 'a'", "name @ http://x;extra=='a'", "name @", "name @ ", "name@ x y", "name @ http://x ", "name @ http://x \n", "name @ http://x\n", "name\n", "name\n\n", "name\r\n", "name >=1.0\n", "name;",
        "name ;", "name; ", "name;python_version", "name; python_version >", "name; python_version > 3", "name; '3' > '2'", "", " ", "-name", "_name", ".name", "name-", "name_", "name.", "name._", "n\u00e4me", "name\u00a0>=1", "name>=\u00a01", "name>= 1 , < 2 , != 1.5",
        "name==1.0.*", "name>=1.0.*", "name>1.0+local", "name==1.0+local", "name==1.0.*.5", "name===1.0,>=2", "name===a,b", "name===1.0;extra=='x'", "name===1.0 ;extra=='x'", "name===", "name(===1.0)", "name>=1 name", "name 1.0", "name=1.0", "name==", "name >= abc",
        "name~=1", "name~=1.0", "name[a]@http://x", "name>=1@http://x", "name >=1.0 <2.0", "name>=1.0,<2.0;python_version<'3' and extra=='X_y'", "name; extra == 'A_B' or extra == 'C_D'", "name; (extra == 'A_B')", "name; extra == os_name", "name; os_name == extra",
        "name;(os_name=='a')and(os_name=='b')", "name; not os_name == 'a'", "name; os_name not in 'a b'", "name; os_name notin 'a'", "name; os_name not 'a'", "name; 'a'in os_name", "name; 'a' inos_name", "# comment", "name # comment", "name>=1 # comment",
    ];

    public static readonly string[] Markers =
    [
        "python_version >= '3.8'", "\"3.8\" <= python_version", "os.name == 'nt'", "python_implementation == 'CPython'", "platform.python_implementation=='x'", "platform.release == 'x'", "extra == 'Foo_Bar'", "'Foo_Bar' == extra",
        "((os_name == 'a' or os_name == 'b')) and os_name == 'c'", "(((os_name=='a')))", "(os_name == 'a' or os_name == 'b') and os_name == 'c'", "os_name == 'a' or os_name == 'b' and os_name == 'c'", "()", "(", ")", "''", "'a' == 'b'", "'a' == 'os_name'", "os_name == sys_platform",
        "os_name == \"it's\"", "os_name == 'say \"x\"'", "os_name == 'a\\'", "os_name == '\\x41'", "os_name == '\\x4'", "os_name == '\\u00e9'", "os_name == '\\U0001F600'", "os_name == '\\U00110000'", "os_name == '\\777'", "os_name == 'a\nb'", "os_name == 'a\\\nb'", "os_name == 'a\\\r\nb'", "os_name == '\0'",
        "python_version in '3.8 3.9'", "python_version not  in '3.8'", "python_version not\tin '3.8'", "python_version notin '3.8'", "python_version not '3.8'", "python_version ~= '3.8'", "python_version ~= 'x'", "python_version === '3.8'", "python_version === '3 8'", "python_version == '3.*'", "python_version < '3.*'",
        "python_version > '2' AND os_name == 'x'", "python_version > '2' & os_name == 'x'", "python_version > '2'or os_name=='x'", "python_version > '2' oros_name=='x'", "extra", "extra ==", "extra == 'x' and", "and", "or extra == 'x'", "foo == 'x'", "Python_version > '3'", "python_versions > '3'", "os_name == 'x' \n", "os_name == 'x'\n", "os_name == 'x'\n\n",
        "'linux' in sys_platform", "sys_platform in 'linux darwin'", "platform_release >= '20.0'", "extra == '2'", "extra == 'v1.0'", "extra in 'a b'", "'' == extra", "python_full_version < '3.11.0rc1'", "implementation_version >= '3.8'", "os_name == 'e\u0301'", "os_name > '\U0001F600'", "os_name < '\uffff'",
    ];
}
