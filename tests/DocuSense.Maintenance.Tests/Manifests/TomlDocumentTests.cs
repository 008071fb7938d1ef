using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Tests.Support;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Manifests;

public sealed class TomlDocumentTests(ITestOutputHelper output)
{
    [PythonFact]
    public void Reads_what_tomllib_reads_and_refuses_what_it_refuses()
    {
        List<string> documents = [.. TomlCases.Table, .. TomlCases.Mutations(20240601, 12000)];
        int generated = documents.Count;
        documents.AddRange(InstalledFiles.Find("*.toml").Select(file => Text(File.ReadAllBytes(file))).OfType<string>());
        Python? python = Pythons.All.LastOrDefault(each => each.Minor >= 11);
        if (python is null)
        {
            output.WriteLine("No Python of this machine has tomllib.");
            return;
        }

        (int exit, string result, string error) = python.Run([PipLines.Fixture("toml_values.py")],
            string.Concat(documents.Select(text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + "\n")));
        Assert.True(exit == 0, error);
        string[] answers = result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(documents.Count, answers.Length);
        int valid = 0;
        var differences = new List<string>();
        for (int i = 0; i < documents.Count; i++)
        {
            JsonNode? expected = JsonNode.Parse(answers[i]);
            TomlDocument document = TomlDocument.Parse(documents[i]);
            JsonNode? actual = document.Error is null ? Plain(document.Root) : null;
            valid += expected is null ? 0 : 1;
            if (!JsonNode.DeepEquals(Canonical(expected), actual))
                differences.Add($"--- {documents[i]}\ntomllib {answers[i]}\nours    {actual?.ToJsonString() ?? document.Error!.Message}");
        }

        output.WriteLine($"{documents.Count} documents ({documents.Count - generated} files), {valid} valid, {differences.Count} differences");
        Assert.True(differences.Count == 0, string.Join("\n", differences.Take(10)));
        Assert.True(documents.Count >= 3000 && valid >= 1000 && documents.Count - valid >= 1000);
    }

    private static string? Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Python's notation of numbers and times, brought to the form made below.</summary>
    private static JsonNode? Canonical(JsonNode? node)
    {
        if (node is not JsonObject value)
            return null;
        (string kind, JsonNode? content) = value.Single();
        switch (kind)
        {
            case "t":
                var table = new JsonObject();
                foreach ((string key, JsonNode? item) in content!.AsObject())
                    table[key] = Canonical(item);
                return new JsonObject { [kind] = table };
            case "a":
                return new JsonObject { [kind] = new JsonArray([.. content!.AsArray().Select(Canonical)]) };
            case "f":
                string text = content!.GetValue<string>();
                return new JsonObject { [kind] = text is "nan" ? "nan" : Bits(text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => Hexadecimal(text) }) };
            default:
                return value.DeepClone();
        }
    }

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x", CultureInfo.InvariantCulture);

    private static double Hexadecimal(string text)
    {
        bool negative = text[0] == '-';
        string[] halves = text.TrimStart('-')[2..].Split('p');
        string[] digits = halves[0].Split('.');
        double mantissa = Convert.ToInt64(digits[0] + (digits.Length > 1 ? digits[1] : ""), 16);
        int exponent = int.Parse(halves[1], CultureInfo.InvariantCulture) - 4 * (digits.Length > 1 ? digits[1].Length : 0);
        double value = Math.ScaleB(mantissa, exponent);
        return negative ? -value : value;
    }

    private static JsonObject Plain(TomlValue value)
    {
        string text = value.Text;
        switch (value.Kind)
        {
            case TomlKind.Table:
                var table = new JsonObject();
                foreach (TomlEntry entry in value.Entries)
                    table[entry.Key] = Plain(entry.Value);
                return new JsonObject { ["t"] = table };
            case TomlKind.Array:
                return new JsonObject { ["a"] = new JsonArray([.. value.Items.Select(Plain)]) };
            case TomlKind.Boolean:
                return new JsonObject { ["b"] = text == "true" };
            case TomlKind.String:
                return new JsonObject { ["s"] = text };
            case TomlKind.Integer:
                return new JsonObject { ["i"] = Integer(text.Replace("_", "")).ToString(CultureInfo.InvariantCulture) };
            case TomlKind.Float:
                return new JsonObject { ["f"] = text.EndsWith("nan", StringComparison.Ordinal) ? "nan" : Bits(Float(text.Replace("_", ""))) };
            case TomlKind.LocalTime:
                return new JsonObject { ["tm"] = Time(text) };
            case TomlKind.LocalDate:
                return new JsonObject { ["d"] = text };
            default:
                int end = text.AsSpan(11).IndexOfAny("Zz+-") is int zone and >= 0 ? 11 + zone : text.Length;
                return new JsonObject { ["dt"] = $"{text[..10]}T{Time(text[11..end])}{text[end..].Replace("z", "+00:00").Replace("Z", "+00:00").Replace("-00:00", "+00:00")}" };
        }
    }

    private static string Time(string text) => text.Length > 8 ? Fraction(text[..8], text[9..].PadRight(6, '0')[..6]) : text;

    private static string Fraction(string time, string digits) => digits == "000000" ? time : $"{time}.{digits}";

    private static BigInteger Integer(string text) => text.Length > 1 && text[0] == '0'
        ? text[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * (text[1] switch { 'x' => 16, 'o' => 8, _ => 2 }) + Convert.ToInt32(digit.ToString(), 16))
        : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static double Float(string text) => text.TrimStart('+', '-') == "inf"
        ? text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    public void A_hundred_thousand_nested_brackets_are_an_error_and_nothing_worse(string bracket)
    {
        TomlDocument document = TomlDocument.Parse("a=" + string.Concat(Enumerable.Repeat(bracket, 100_000)));
        Assert.Equal("arrays and tables are nested too deep here", document.Error?.Message);
    }

    [Theory]
    [InlineData("a = 1\nb = x\n", 2, 5)]
    [InlineData("a = 1\r\nb = \"\U0001F600\" c\r\n", 2, 9)]
    [InlineData("[a]\n[a]\n", 2, 1)]
    [InlineData("a = [\n  1,\n  2\n", 1, 5)]
    [InlineData("x = 'abc\n", 1, 5)]
    public void An_error_stands_where_a_person_would_look(string text, int line, int column)
    {
        TomlDocument document = TomlDocument.Parse(text);
        SourceSpan span = document.Span(document.Error!.Offset, document.Error.Offset);
        Assert.Equal((line, column), (span.Line, span.Column));
    }

    [Fact]
    public void Every_string_knows_where_its_content_stands()
    {
        const string text = "[p]\nd = [\n  \"one\", 'two',\n  \"\"\"\nthree\"\"\", '''four''']\n";
        TomlDocument document = TomlDocument.Parse(text);
        Assert.Equal(["one", "two", "three", "four"], document.Root["p"]!["d"]!.Items.Select(item => text[item.ContentStart..item.ContentEnd]));
    }
}
