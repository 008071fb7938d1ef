using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Enumeration;
using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Benchmarks;

/// <summary>Lists every Python module below a folder, environments included, and scans them all from disk.</summary>
internal static class ScanBenchmark
{
    public static int Run(string folder, int rounds)
    {
        // In a build, tasks have run before.
        Task.Run(static () => { }).Wait();
        for (int round = 0; round < rounds; round++)
        {
            TimeSpan processors = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            List<SourceFile> files = List(folder);
            TimeSpan listed = Stopwatch.GetElapsedTime(start);
            long bytes = 0;
            ScannedFile[] results = SourceReader.ScanAll(files, (_, source, _) => Interlocked.Add(ref bytes, source.Length), CancellationToken.None);
            TimeSpan all = Stopwatch.GetElapsedTime(start);
            processors = Environment.CpuUsage.TotalTime - processors;
            int imports = 0, problems = 0;
            foreach (ScannedFile result in results)
            {
                imports += result.Result!.Imports.Count;
                problems += result.Result.Problems.Count;
            }
            Console.WriteLine($"{files.Count} files, {bytes} bytes, {imports} imports, {problems} problems: {all.TotalMilliseconds:F0} ms ({listed.TotalMilliseconds:F0} ms listing, {processors.TotalMilliseconds:F0} ms of processors)");
        }
        return 0;
    }

    /// <summary>All modules, those of environments included: what <c>rg --no-ignore</c> reads as well, on all processors as it does, a folder at a time.</summary>
    private static List<SourceFile> List(string folder)
    {
        var files = new List<SourceFile>();
        var folders = new ConcurrentStack<string>([folder]);
        int unread = 1;
        var workers = new Task[Environment.ProcessorCount];
        for (int worker = 0; worker < workers.Length; worker++)
            workers[worker] = Task.Run(Work);
        Task.WaitAll(workers);
        return files;

        void Work()
        {
            var found = new List<SourceFile>();
            while (Volatile.Read(ref unread) > 0)
            {
                if (!folders.TryPop(out string? next))
                {
                    Thread.Yield();
                    continue;
                }

                Read(next, found, folders, ref unread);
                Interlocked.Decrement(ref unread);
            }

            lock (files)
            {
                files.AddRange(found);
            }
        }
    }

    /// <summary>Adds the modules of one folder, and the folders in it, but for links.</summary>
    private static void Read(string path, List<SourceFile> found, ConcurrentStack<string> folders, ref int unread)
    {
        using (var folder = new UnixFolder(path))
        {
            if (folder.IsOpen)
            {
                while (folder.TryNext(out ReadOnlySpan<byte> name, out EntryType type))
                {
                    if (type == EntryType.Folder && !name.SequenceEqual("__pycache__"u8))
                    {
                        Interlocked.Increment(ref unread);
                        folders.Push(Join(path, name));
                    }
                    else if (type is EntryType.File or EntryType.Link && name.EndsWith(".py"u8))
                    {
                        found.Add(new SourceFile(Join(path, name), "", 0, 0));
                    }
                }

                return;
            }
        }

        using var modules = new Modules(path);
        while (modules.MoveNext())
            found.Add(new SourceFile(modules.Current, "", 0, 0));
        if (modules.Folders.Count > 0)
        {
            Interlocked.Add(ref unread, modules.Folders.Count);
            folders.PushRange([.. modules.Folders]);
        }
    }

    private static string Join(string path, ReadOnlySpan<byte> name)
    {
        Span<char> characters = stackalloc char[256];
        return Path.Join(path, characters.Slice(0, Encoding.UTF8.GetChars(name, characters)));
    }

    /// <summary>The same by the class library: the modules in one folder; once they are read, also the folders in it, but for links.</summary>
    private sealed class Modules(string folder) : FileSystemEnumerator<string>(folder, new EnumerationOptions { AttributesToSkip = 0 })
    {
        public List<string> Folders { get; } = [];

        protected override bool ShouldIncludeEntry(ref FileSystemEntry entry)
        {
            if (!entry.IsDirectory)
                return entry.FileName.EndsWith(".py", StringComparison.Ordinal);
            if (!entry.FileName.SequenceEqual("__pycache__") && (entry.Attributes & FileAttributes.ReparsePoint) == 0)
                Folders.Add(entry.ToFullPath());
            return false;
        }

        protected override string TransformEntry(ref FileSystemEntry entry) => entry.ToFullPath();
    }
}
