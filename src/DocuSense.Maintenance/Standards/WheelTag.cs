using System.Diagnostics.CodeAnalysis;

namespace DocuSense.Maintenance.Standards;

/// <summary>One compatibility tag of a wheel (PEP 425), in lower case.</summary>
/// <param name="Interpreter">Such as <c>cp311</c> or <c>py3</c>.</param>
/// <param name="Abi">Such as <c>cp311</c>, <c>abi3</c> or <c>none</c>.</param>
/// <param name="Platform">Such as <c>manylinux_2_17_x86_64</c>, <c>win_amd64</c> or <c>any</c>.</param>
public sealed record WheelTag(string Interpreter, string Abi, string Platform)
{
    /// <summary>A compressed set of tags may stand for no more than this many: beyond is not a tag but an attack.</summary>
    private const int MaximumExpansion = 10_000;

    /// <summary>Expands the tag of a file name or of a <c>Tag:</c> line of WHEEL, which may be compressed (<c>py2.py3-none-any</c>).</summary>
    /// <returns>Whether the text has the three parts of a tag.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<WheelTag>? tags)
    {
        tags = null;
        string[] parts = PythonText.Lower(text.Trim()).Split('-');
        if (parts.Length != 3 || parts[0].Length == 0 || parts[1].Length == 0 || parts[2].Length == 0)
            return false;
        string[] interpreters = parts[0].Split('.');
        string[] abis = parts[1].Split('.');
        string[] platforms = parts[2].Split('.');
        if ((long)interpreters.Length * abis.Length * platforms.Length > MaximumExpansion)
            return false;
        var expanded = new List<WheelTag>();
        foreach (string interpreter in interpreters)
        {
            foreach (string abi in abis)
            {
                foreach (string platform in platforms)
                {
                    var tag = new WheelTag(interpreter, abi, platform);
                    if (!expanded.Contains(tag))
                        expanded.Add(tag);
                }
            }
        }

        tags = expanded;
        return true;
    }

    public override string ToString() => $"{Interpreter}-{Abi}-{Platform}";
}
