using System.Text.Json;

namespace DocuSense.Maintenance.Environments;

/// <summary><c>direct_url.json</c> (PEP 610): where a distribution came from when it was not found on an index.</summary>
internal sealed record DirectUrlFile(string Url, bool IsEditable)
{
    /// <summary>The folder that a <c>file:</c> URL names, or null.</summary>
    public string? Folder
    {
        get
        {
            if (!Uri.TryCreate(Url, UriKind.Absolute, out Uri? uri) || !uri.IsFile)
                return null;
            string path = uri.LocalPath;
            // file:///C:/project read on another system keeps its form, and names nothing here.
            return path.Length > 0 && !BaseInterpreter.IsForeign(path) ? SmallFile.FullPath(path, ".") : null;
        }
    }

    /// <summary>Reads the text of the file; null where it is not what PEP 610 says.</summary>
    public static DirectUrlFile? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("url", out JsonElement url) || url.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            bool editable = document.RootElement.TryGetProperty("dir_info", out JsonElement folder) && folder.ValueKind == JsonValueKind.Object
                && folder.TryGetProperty("editable", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
            return new DirectUrlFile(WithoutCredentials(url.GetString() ?? ""), editable);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The URL without user and password; the user <c>git</c> of an SSH address is no secret, and part of the address.</summary>
    internal static string WithoutCredentials(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return url;
        int start = scheme + 3;
        int end = url.IndexOfAny(['/', '?', '#'], start);
        if (end < 0)
            end = url.Length;
        int at = end > start ? url.LastIndexOf('@', end - 1, end - start) : -1;
        if (at < 0 || url.Substring(start, at - start) == "git")
            return url;
        return url.Remove(start, at + 1 - start);
    }
}
