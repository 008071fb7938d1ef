using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Tests.Standards;

public sealed class VersionTests
{
    [Fact]
    public void Versions_are_in_the_order_of_PEP_440()
    {
        PackageVersion[] versions = [.. EdgeCases.OrderedVersions.Select(PackageVersion.Parse)];
        for (int i = 0; i < versions.Length; i++)
        {
            for (int j = 0; j < versions.Length; j++)
            {
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(versions[i].CompareTo(versions[j])));
                Assert.Equal((i < j, i <= j, i > j, i >= j, i == j, i != j),
                    (versions[i] < versions[j], versions[i] <= versions[j], versions[i] > versions[j], versions[i] >= versions[j], versions[i] == versions[j], versions[i] != versions[j]));
            }
        }
    }

    [Fact]
    public void Each_spelling_has_its_normal_form_and_is_the_same_version()
    {
        foreach ((string text, string normal) in EdgeCases.Spellings)
        {
            PackageVersion version = PackageVersion.Parse(text);
            Assert.Equal((text, normal), (text, version.ToString()));
            Assert.Equal(PackageVersion.Parse(normal), version);
        }
    }

    [Fact]
    public void What_is_no_version_is_refused()
    {
        Assert.All(EdgeCases.InvalidVersions, text => Assert.False(PackageVersion.TryParse(text, out _), text));
        Assert.False(PackageVersion.TryParse(null, out _));
        Assert.Throws<FormatException>(() => PackageVersion.Parse("french toast"));
    }

    [Theory]
    [InlineData("1.0.\u0130")]
    [InlineData("1.0+\u212a")]
    [InlineData("1.0po\u017ft1")]
    [InlineData("1.0prev\u0131ew1")]
    public void Letters_outside_ASCII_are_refused_though_packaging_folds_them(string text) => Assert.False(PackageVersion.TryParse(text, out _));

    [Theory]
    [InlineData("1", "1.0.0.0")]
    [InlineData("0", "0.0")]
    [InlineData("1.0a1", "1a1")]
    [InlineData("1!1.2.0+a.1", "1!1.2+A-01")]
    [InlineData("99999999999999999999.0", "99999999999999999999")]
    [InlineData("1.256", "1.256.0.0.0.0.0")]
    public void Equal_versions_share_a_hash(string left, string right)
    {
        PackageVersion first = PackageVersion.Parse(left);
        PackageVersion second = PackageVersion.Parse(right);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [InlineData("65535.255.255.255", true)]
    [InlineData("65536", false)]
    [InlineData("1.256", false)]
    [InlineData("1.2.3.4.5", false)]
    [InlineData("1.2.3.4.0", true)]
    [InlineData("1.0rc1048575", true)]
    [InlineData("1.0rc1048576", false)]
    [InlineData("1.0rc1.dev1", false)]
    [InlineData("1!1", false)]
    [InlineData("1+l", false)]
    public void Usual_versions_compare_as_one_number(string text, bool packed) => Assert.Equal(packed, PackageVersion.Parse(text).PackedOrder != 0);

    [Fact]
    public void Numbers_of_a_million_digits_are_read_and_compared()
    {
        string digits = new('9', 1_000_000);
        PackageVersion version = PackageVersion.Parse("1." + digits);
        Assert.True(version > PackageVersion.Parse("1." + digits[1..]));
        Assert.True(version < PackageVersion.Parse("1.1" + new string('0', 1_000_000)));
        Assert.Equal("1." + digits, version.ToString());
    }

    [Fact]
    public void The_order_of_names_is_by_code_points_as_in_Python()
    {
        Assert.True(PythonText.CompareCodePoints("\U0001F600", "\uffff") > 0);
        Assert.True(PythonText.CompareCodePoints("a\ue000", "a\U00010000") < 0);
        Assert.True(PythonText.CompareCodePoints("a", "ab") < 0);
        Assert.Equal(0, PythonText.CompareCodePoints("\U0001F600", "\U0001F600"));
    }
}
