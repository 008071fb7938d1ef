using System.Text;
using DocuSense.Maintenance.Environments;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>How a transaction treats the environment.</summary>
internal enum EnvironmentUse
{
    /// <summary>It is left alone; only files are changed.</summary>
    None,

    /// <summary>A copy takes its place and is changed; the original waits beside it.</summary>
    Copy,

    /// <summary>Its place is emptied, for a new one; the original waits beside it.</summary>
    Fresh,
}

/// <summary>
/// A change of an environment and of files that is kept whole or undone whole, even where this process ends in the middle. The original environment is
/// moved aside unchanged, and a copy of it, at the same path, is what is worked on: paths within scripts stay right, and undoing is a rename.
/// </summary>
/// <remarks>The journal is written before anything changes; see <see cref="Recovery"/> for what the next run makes of it.</remarks>
internal sealed class Transaction : IDisposable
{
    internal const string OriginalName = "original";
    internal const string CopyName = "copy";

    /// <summary>A file in an environment that is being worked on: by it, what this program made is told from what somebody put there since.</summary>
    internal const string MarkName = ".docusense-unfinished";

    private readonly EnvironmentLock _lock;
    private Journal _journal;
    private bool _decided;

    private Transaction(EnvironmentLock held, Journal journal)
    {
        _lock = held;
        _journal = journal;
    }

    /// <summary>Begins a transaction: afterwards the environment's place holds the copy, or nothing.</summary>
    /// <param name="held">The environment's lock.</param>
    /// <param name="verb">What is being done, for those who find the journal.</param>
    /// <param name="use">How the environment is treated.</param>
    /// <param name="installed">What is installed, for the record.</param>
    /// <param name="cancellationToken">Ends the copying; nothing has changed then.</param>
    /// <exception cref="IOException">The disk is full, or a program uses the environment (Windows); nothing has changed then.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read or written; nothing has changed then.</exception>
    public static Transaction Begin(EnvironmentLock held, string verb, EnvironmentUse use, IReadOnlyList<InstalledDistribution> installed, CancellationToken cancellationToken)
    {
        string environment = held.Environment;
        string copy = Path.Combine(held.Folder, CopyName);
        bool existed = use != EnvironmentUse.None && Directory.Exists(environment);
        var journal = new Journal
        {
            Verb = verb,
            Started = DateTime.UtcNow,
            ChangesEnvironment = use != EnvironmentUse.None,
            Existed = existed,
            Distributions = [.. installed.Select(Record)],
        };
        try
        {
            if (existed && use == EnvironmentUse.Copy)
            {
                FolderTree.Copy(environment, copy, cancellationToken);
                File.WriteAllText(Path.Combine(copy, MarkName), "");
                SystemLinks.FlushAll();
            }

            journal.Write(held.Folder);
        }
        catch
        {
            FolderTree.TryRemove(copy);
            throw;
        }

        var transaction = new Transaction(held, journal);
        try
        {
            if (existed)
                FolderTree.Move(environment, Path.Combine(held.Folder, OriginalName));
            if (existed && use == EnvironmentUse.Copy)
            {
                FolderTree.Move(copy, environment);
            }
            else if (use != EnvironmentUse.None)
            {
                Directory.CreateDirectory(environment);
                File.WriteAllText(Path.Combine(environment, MarkName), "");
            }
        }
        catch
        {
            transaction.Dispose();
            throw;
        }

        return transaction;
    }

    /// <summary>Changes a file; its content before is kept first.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="content">The content to write; null to remove the file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void WriteFile(string path, byte[]? content)
    {
        byte[]? before = File.Exists(path) ? File.ReadAllBytes(path) : null;
        string? backup = null;
        if (before is not null)
        {
            backup = "file" + _journal.Files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var stream = new FileStream(Path.Combine(_lock.Folder, backup), FileMode.Create, FileAccess.Write, FileShare.None);
            stream.Write(before, 0, before.Length);
            stream.Flush(flushToDisk: true);
        }

        Journal extended = _journal with
        {
            Files = [.. _journal.Files, new JournalFile(path, before is null ? null : Journal.Hash(before), content is null ? null : Journal.Hash(content), backup)],
        };
        extended.Write(_lock.Folder);
        _journal = extended;
        if (content is not null)
            AtomicFile.Write(path, content);
        else
            File.Delete(path);
    }

    /// <summary>Decides that the result stays; the original goes.</summary>
    /// <exception cref="IOException">It could not be decided; the transaction is still open.</exception>
    public void Commit()
    {
        SystemLinks.FlushAll();
        File.Move(Path.Combine(_lock.Folder, Journal.ActiveName), Path.Combine(_lock.Folder, Journal.CommittedName));
        _decided = true;
        Recovery.RemoveRubbish(_lock.Environment, _lock.Folder);
    }

    /// <summary>Undoes everything.</summary>
    /// <exception cref="MaintenanceException">DSM5007: something could not be undone; the next run tries again.</exception>
    public void RollBack()
    {
        if (_decided)
            return;
        _decided = true;
        Recovery.Undo(_lock.Environment, _lock.Folder, _journal);
    }

    /// <summary>Undoes what was not committed.</summary>
    public void Dispose() => RollBack();

    private static JournalDistribution Record(InstalledDistribution distribution)
    {
        string record = Path.Combine(distribution.MetadataPath, "RECORD");
        try
        {
            return new JournalDistribution(distribution.Name, distribution.Version, File.Exists(record) ? Journal.Hash(File.ReadAllBytes(record)) : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new JournalDistribution(distribution.Name, distribution.Version, null);
        }
    }
}
