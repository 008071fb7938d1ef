using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DocuSense.Maintenance.Reports.Html;

/// <summary>
/// Builds a page from interpolated strings. What is written literally is markup; what stands in a hole is text and is encoded, always. So no name, path or
/// message can become markup, whoever writes the next section. Attributes are quoted with double quotes.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new(1 << 17);

    /// <summary>Adds markup whose holes are encoded.</summary>
    public HtmlWriter Add([InterpolatedStringHandlerArgument("")] HtmlTemplate html) => html.IsOf(this) ? this : throw new ArgumentException("The template was made for another page.", nameof(html));

    /// <summary>Adds the page's own style, script and data, which are no text of others.</summary>
    public void AddTrusted(string markup) => _page.Append(markup);

    public override string ToString() => _page.ToString();

    internal void Literal(string markup) => _page.Append(markup);

    internal void Text(string? text) => VisibleText.AppendEncoded(_page, text);
}

/// <summary>What the compiler makes of an interpolated string that is given to <see cref="HtmlWriter.Add"/>: literals as they are, holes encoded.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    private readonly HtmlWriter _writer;

    // The compiler asks for the two lengths.
    public HtmlTemplate(int literalLength, int formattedCount, HtmlWriter writer)
    {
        _ = literalLength + formattedCount;
        _writer = writer;
    }

    public bool IsOf(HtmlWriter writer) => ReferenceEquals(_writer, writer);

    public void AppendLiteral(string value) => _writer.Literal(value);

    public void AppendFormatted(string? value) => _writer.Text(value);

    public void AppendFormatted(int value) => _writer.Literal(value.ToString(CultureInfo.InvariantCulture));
}
