using System.Globalization;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>
/// What becomes of a transaction that did not end. Undecided, it is undone: the original goes back to its place by a rename, which needs no room on the
/// disk, and files get their content back. Every step may be repeated, so that being interrupted here as well does no harm.
/// </summary>
internal static class Recovery
{
    private const string DiscardedName = "discarded";

    /// <summary>Brings the environment of a lock into a decided state.</summary>
    /// <returns>What was undone, as one sentence; null where there was nothing to do.</returns>
    /// <exception cref="MaintenanceException">DSM5007: it could not be undone.</exception>
    public static string? Run(EnvironmentLock held)
    {
        string? told = null;
        if (Journal.Read(held.Folder) is { } journal)
        {
            string? kept = Undo(held.Environment, held.Folder, journal);
            told = string.Format(CultureInfo.InvariantCulture,
                "{0} of {1:yyyy-MM-dd HH:mm} UTC was interrupted; '{2}' and the requirements are again as they were before it.{3}", journal.Verb, journal.Started, held.Environment, kept);
        }

        RemoveRubbish(held.Environment, held.Folder);
        return told;
    }

    /// <summary>Undoes a transaction.</summary>
    /// <returns>A sentence about what was not overwritten, with a blank before it; null for none.</returns>
    /// <exception cref="MaintenanceException">DSM5007: something could not be undone; everything that is needed for it is still there.</exception>
    public static string? Undo(string environment, string folder, Journal journal)
    {
        try
        {
            string? kept = journal.ChangesEnvironment ? UndoEnvironment(environment, folder, journal.Existed) : null;
            for (int index = journal.Files.Count - 1; index >= 0; index--)
                kept += UndoFile(folder, journal.Files[index]);
            File.Move(Path.Combine(folder, Journal.ActiveName), Path.Combine(folder, Journal.UndoneName));
            RemoveRubbish(environment, folder);
            return kept;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaintenanceException("DSM5007",
                $"'{environment}' could not be put back as it was ({exception.Message.TrimEnd('.')}). What it was is in '{folder}'; end the programs that use it and run this again.", exception);
        }
    }

    /// <summary>Removes what no undecided transaction needs. What cannot be removed stays for the next run.</summary>
    public static void RemoveRubbish(string environment, string folder)
    {
        if (File.Exists(Path.Combine(folder, Journal.ActiveName)))
            return;
        if (File.Exists(Path.Combine(folder, Journal.CommittedName)))
            File.Delete(Path.Combine(environment, Transaction.MarkName));
        bool gone = true;
        foreach (string entry in Directory.GetDirectories(folder))
            gone &= FolderTree.TryRemove(entry);
        if (!gone)
            return;
        foreach (string file in Directory.GetFiles(folder))
        {
            string name = Path.GetFileName(file);
            if (name is Journal.CommittedName or Journal.UndoneName || name.StartsWith("file", StringComparison.Ordinal) || name.StartsWith(Journal.ActiveName, StringComparison.Ordinal))
                File.Delete(file);
        }
    }

    private static string? UndoEnvironment(string environment, string folder, bool existed)
    {
        string original = Path.Combine(folder, Transaction.OriginalName);
        bool isAside = Directory.Exists(original);
        // Without the original aside, it was never moved or is back already; where there was none, what has the mark is ours.
        if (Directory.Exists(environment) && (isAside || !existed))
        {
            if (IsOurs(environment))
            {
                FolderTree.Move(environment, Free(Path.Combine(folder, DiscardedName)));
            }
            else if (isAside)
            {
                string aside = Free(environment + ".before");
                FolderTree.Move(original, aside);
                return $" There is a new environment in '{environment}', which stays; the one before is in '{aside}'.";
            }
        }

        if (isAside)
            FolderTree.Move(original, environment);

        // Room for the files that follow, on a disk that may be full.
        foreach (string entry in Directory.GetDirectories(folder, DiscardedName + "*"))
            FolderTree.TryRemove(entry);
        FolderTree.TryRemove(Path.Combine(folder, Transaction.CopyName));
        return null;
    }

    private static bool IsOurs(string environment) =>
        File.Exists(Path.Combine(environment, Transaction.MarkName)) || !Directory.EnumerateFileSystemEntries(environment).Any();

    private static string? UndoFile(string folder, JournalFile file)
    {
        byte[]? now = File.Exists(file.Path) ? File.ReadAllBytes(file.Path) : null;
        string? hash = now is null ? null : Journal.Hash(now);
        if (hash == file.Before)
            return null;
        byte[]? before = file.Backup is null ? null : File.ReadAllBytes(Path.Combine(folder, file.Backup));
        if (hash != file.After)
        {
            // Somebody has edited it since: theirs is the last word.
            if (before is null)
                return $" '{file.Path}' has been changed since and stays.";
            AtomicFile.Write(file.Path + ".before", before);
            return $" '{file.Path}' has been changed since and stays; what it was before is in '{file.Path}.before'.";
        }

        if (before is null)
            File.Delete(file.Path);
        else
            AtomicFile.Write(file.Path, before);
        return null;
    }

    private static string Free(string name)
    {
        for (int number = 0; ; number++)
        {
            string path = name + number.ToString(CultureInfo.InvariantCulture);
            if (!Directory.Exists(path))
                return path;
        }
    }
}
