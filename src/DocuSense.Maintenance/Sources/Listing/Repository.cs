using System.Text;

namespace DocuSense.Maintenance.Sources.Listing;

/// <summary>The git repository around a folder: its root, and the ignore rules that do not lie in <c>.gitignore</c> files.</summary>
internal static class Repository
{
    /// <summary>The folders from the repository's root down to the parent of the given one, and then itself; itself alone without a repository.</summary>
    public static List<string> FoldersDownTo(string folder)
    {
        var folders = new List<string>();
        for (string? level = folder; !string.IsNullOrEmpty(level); level = Path.GetDirectoryName(level))
        {
            folders.Add(level!);
            string entry = Path.Combine(level!, ".git");
            if (Directory.Exists(entry) || File.Exists(entry))
            {
                folders.Reverse();
                return folders;
            }
        }

        return [folder];
    }

    /// <summary>The content of a repository's <c>info/exclude</c>; null where there is none.</summary>
    /// <param name="root">The folder that holds <c>.git</c>: the repository's folder, or a file that names it, as in work trees and submodules.</param>
    public static byte[]? ReadExclude(string root)
    {
        string git = Path.Combine(root, ".git");
        if (!Directory.Exists(git))
        {
            if (FolderReader.Bytes(git) is not { Length: > 0 and < 65536 } pointer || Value(pointer, "gitdir: ") is not { } named || Combine(root, named) is not { } folder)
                return null;
            git = folder;
        }

        // The work trees of a repository share what the main one has.
        if (FolderReader.Bytes(Path.Combine(git, "commondir")) is { Length: > 0 and < 65536 } common && Combine(git, Value(common, "") ?? "") is { } shared)
            git = shared;
        return FolderReader.Bytes(Path.Combine(git, "info", "exclude"));
    }

    private static string? Value(byte[] content, string key)
    {
        string text = Encoding.UTF8.GetString(content);
        return text.StartsWith(key, StringComparison.Ordinal) ? text.Substring(key.Length).TrimEnd('\r', '\n') : null;
    }

    private static string? Combine(string folder, string path)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(folder, path));
        }
        catch (Exception exception) when (FolderReader.IsExpected(exception))
        {
            return null;
        }
    }
}
