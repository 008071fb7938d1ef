using System.Text;
using System.Text.Json;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <summary>Reads the code cells out of a notebook's JSON (nbformat 3 and 4), without building a document of the outputs.</summary>
internal static class NotebookCells
{
    /// <summary>The code cells with their indices among all cells.</summary>
    /// <param name="json">The file, without BOM.</param>
    /// <param name="options">How to read JSON.</param>
    /// <param name="language">The notebook's language where it names one.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static List<(int Index, byte[] Source)> Read(ReadOnlySpan<byte> json, JsonReaderOptions options, out string? language)
    {
        var cells = new List<(int, byte[])>();
        language = null;
        int index = 0;
        var reader = new Utf8JsonReader(json, options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            while (reader.Read())
                reader.Skip();
            return cells;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cells"u8))
            {
                reader.Read();
                Cells(ref reader, cells, ref index);
            }
            else if (reader.ValueTextEquals("worksheets"u8))
            {
                reader.Read();
                Worksheets(ref reader, cells, ref index);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                language = Language(ref reader) ?? language;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        // Anything after the end makes it no JSON.
        while (reader.Read())
            reader.Skip();
        return cells;
    }

    private static void Worksheets(ref Utf8JsonReader reader, List<(int, byte[])> cells, ref int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool wanted = reader.ValueTextEquals("cells"u8);
                reader.Read();
                if (wanted)
                    Cells(ref reader, cells, ref index);
                else
                    reader.Skip();
            }
        }
    }

    private static void Cells(ref Utf8JsonReader reader, List<(int, byte[])> cells, ref int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                Cell(ref reader, cells, index);
            else
                reader.Skip();
            index++;
        }
    }

    private static void Cell(ref Utf8JsonReader reader, List<(int, byte[])> cells, int index)
    {
        bool code = false;
        string? source = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("cell_type"u8))
            {
                reader.Read();
                code = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("code"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("source"u8) || reader.ValueTextEquals("input"u8))
            {
                reader.Read();
                source = Source(ref reader) ?? source;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        if (code && source is not null && NotebookScan.Code(source) is { } bytes)
            cells.Add((index, bytes));
    }

    /// <summary>A cell's source: one string, or a list of lines that hold their own newlines.</summary>
    private static string? Source(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        var lines = new StringBuilder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                lines.Append(reader.GetString());
            else
                reader.Skip();
        }
        return lines.ToString();
    }

    /// <summary>The language that <c>kernelspec.language</c> or <c>language_info.name</c> gives.</summary>
    private static string? Language(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        string? language = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool kernel = reader.ValueTextEquals("kernelspec"u8);
            bool info = reader.ValueTextEquals("language_info"u8);
            reader.Read();
            if (!(kernel || info) || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool wanted = reader.ValueTextEquals(kernel ? "language"u8 : "name"u8);
                reader.Read();
                if (wanted && reader.TokenType == JsonTokenType.String)
                    language = reader.GetString();
                else
                    reader.Skip();
            }
        }
        return language;
    }
}
