using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("", 0, "expected the name of a package")]
    [InlineData("  >=1", 2, "expected the name of a package")]
    [InlineData("foo>=", 5, "expected a version after '>='")]
    [InlineData("foo >= , <2", 7, "expected a version after '>='")]
    [InlineData("foo==abc", 5, "expected a version after '=='")]
    [InlineData("foo~=1", 5, "expected a version of at least two numbers after '~='")]
    [InlineData("foo>=1.*", 6, "expected '.*' only after '==' or '!='")]
    [InlineData("foo>=1+l", 6, "expected a local version ('+…') only after '==' or '!='")]
    [InlineData("foo>=1 bar", 7, "expected a comma, ';' and a marker, or the end, after the version")]
    [InlineData("foo 1.0", 4, "expected a version specifier such as '>=1.0', extras in '[ ]', '@' and a URL, ';' and a marker, or the end, after the name")]
    [InlineData("foo[a", 5, "expected a closing ']' for the '[' at 4")]
    [InlineData("foo[", 4, "expected a closing ']' for the extras")]
    [InlineData("foo[a b]", 6, "expected a comma or ']' after the name of an extra")]
    [InlineData("foo[a,]", 6, "expected the name of an extra")]
    [InlineData("foo (>=1", 8, "expected a comma or ')' after the version")]
    [InlineData("foo (", 5, "expected a version specifier such as '>=1.0', or ')'")]
    [InlineData("foo @", 5, "expected a URL after '@'")]
    [InlineData("foo @ http://x y", 15, "expected a blank and ';', or the end, after the URL")]
    [InlineData("foo;", 4, "expected a marker variable such as python_version, or a quoted text")]
    [InlineData("foo; python_version", 19, "expected a comparison: ==, !=, <=, >=, <, >, ~=, ===, in or 'not in'")]
    [InlineData("foo; python_version not '3'", 24, "expected 'in' after 'not'")]
    [InlineData("foo; python_version > '3", 22, "expected a closing '")]
    [InlineData("foo; (python_version > '3'", 26, "expected 'and', 'or' or ')'")]
    [InlineData("foo; python_version > '3' x", 26, "expected 'and', 'or' or the end after the marker")]
    [InlineData("foo===1.0,bar", 10, "expected one of the operators ==, !=, >=, <=, ~=, ===, >, <")]
    public void An_error_tells_where_and_what_was_expected(string text, int position, string message)
    {
        Assert.False(Requirement.TryParse(text, out Requirement? requirement, out ParseError? error));
        Assert.Null(requirement);
        Assert.Equal(new ParseError(position, message), error);
    }

    [Theory]
    [InlineData("foo", "foo", "", "", "", "")]
    [InlineData(" foo [a, b] >= 1 , <2 ; extra == 'x' ", "foo", "[a, b]", ">= 1 , <2", "", "extra == 'x'")]
    [InlineData("foo(>=1,<2);os_name=='nt'", "foo", "", "(>=1,<2)", "", "os_name=='nt'")]
    [InlineData("foo[a]@ https://x/y ; os_name=='nt'\n", "foo", "[a]", "", "https://x/y", "os_name=='nt'")]
    [InlineData("foo>=1,  ", "foo", "", ">=1,", "", "")]
    public void Ranges_tell_where_the_parts_stand(string text, string name, string extras, string specifier, string url, string marker)
    {
        Assert.True(Requirement.TryParse(text, out Requirement? requirement, out _));
        RequirementRanges ranges = requirement.Ranges;
        Assert.Equal((name, extras, specifier, url, marker), (ranges.Name.Of(text), ranges.Extras.Of(text), ranges.Specifier.Of(text), ranges.Url.Of(text), ranges.Marker.Of(text)));
    }

    [Theory]
    [InlineData("foo ; extra == 'x'", "foo[e]>=1 ; extra == 'x'")]
    [InlineData("foo", "foo[e]>=1")]
    public void An_empty_range_tells_where_a_part_would_be_inserted(string text, string expected)
    {
        Assert.True(Requirement.TryParse(text, out Requirement? requirement, out _));
        Assert.Equal(expected, text.Insert(requirement.Ranges.Specifier.Offset, ">=1").Insert(requirement.Ranges.Extras.Offset, "[e]"));
    }

    [Fact]
    public void Extras_keep_their_order_and_lose_repeats()
    {
        Assert.True(Requirement.TryParse("foo[b,a,b,A]", out Requirement? requirement, out _));
        Assert.Equal(["b", "a", "A"], requirement.Extras);
        Assert.Equal("foo[A,a,b]", requirement.ToString());
    }

    [Fact]
    public void A_requirement_of_many_thousand_clauses_or_markers_neither_hangs_nor_crashes()
    {
        string clauses = string.Join(",", Enumerable.Range(0, 50_000).Select(i => "!=1." + i));
        Assert.True(Requirement.TryParse("foo" + clauses, out Requirement? requirement, out _));
        Assert.Equal(50_000, requirement.Specifier.Specifiers.Count);
        Assert.False(requirement.Specifier.IsUnsatisfiable);
        Assert.Null(requirement.Specifier.FindConflict());
        Assert.True(requirement.Specifier.Equals(requirement.Specifier.And(requirement.Specifier)));

        string markers = string.Join(" or ", Enumerable.Repeat("os_name == 'x'", 50_000));
        Assert.True(Marker.TryParse(markers, out Marker? marker, out _));
        Assert.False(marker.Evaluate(MarkerEnvironment.ForPlatform("3.11.7", "linux", "x86_64")));
        Assert.False(Requirement.TryParse("foo;" + new string('(', 1_000_000), out _, out _));
        Assert.False(Requirement.TryParse(new string('a', 1_000_000) + "!", out _, out _));
        Assert.False(Requirement.TryParse("foo;" + new string('x', 1_000_000), out _, out _));
    }

    [Theory]
    [InlineData("foo", true)]
    [InlineData("===foo", false)]
    [InlineData("1.0", true)]
    public void A_version_outside_PEP_440_satisfies_only_the_clause_that_names_it(string text, bool expected)
    {
        Assert.True(SpecifierSet.TryParse(expected && text == "1.0" ? ">=1" : "===FOO", out SpecifierSet? set));
        Assert.Equal(expected, set.Contains(text));
        Assert.True(SpecifierSet.Any.Contains(text));
    }
}
