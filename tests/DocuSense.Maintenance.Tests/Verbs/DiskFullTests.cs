using System.Diagnostics;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>A real file system of a fixed size that runs full at different points of a verb: what is there afterwards is what was before, or what comes after.</summary>
public sealed class DiskFullTests
{
    private const int Megabyte = 1_000_000;

    /// <param name="verb">The verb.</param>
    /// <param name="rooms">Megabytes that are left when the verb begins, each a run; of an update, less than ten beyond the copy of the environment.</param>
    [SmallDiskTheory]
    [InlineData("update", 0, 10, 1, 4)]
    [InlineData("restore", 0, 2, 18)]
    [InlineData("optimize", 0, 10, 20)]
    public void What_is_there_is_from_before_or_from_after(string verb, params int[] rooms)
    {
        using var index = new PackageIndex().Add(TestWheel.Make("one", "1.0", zeros: 3 * Megabyte), TestWheel.Make("one", "2.0", zeros: 5 * Megabyte), TestWheel.Make("idle", "1.0"));
        using var backend = new RealBackend(index);
        using var disk = new SmallDisk(backend.Backend, 160);
        Directory.CreateDirectory(backend.Absolute("backend/.git"));
        backend.Source("main.py", "import one\n").Requirements($"--index-url {index.Url}\none==1.0\nidle\n");
        if (verb != "restore")
        {
            MaintenanceResult made = backend.Run("restore");
            Assert.True(made.Applied, UpdateTests.Text(made, backend));
        }

        long environment = FolderTree.Measure(backend.Environment);
        string before = backend.State();
        int refused = 0;
        foreach (int room in rooms)
        {
            long free = room * (long)Megabyte + (verb == "update" && room is > 0 and < 10 ? environment : 0);
            disk.Leave(free);
            MaintenanceResult result = backend.Run(verb, options => options with { UpdateRequirements = true, OptimizeInPlace = true });
            disk.Free();
            if (result.Applied)
                break;
            refused++;
            Assert.Contains(result.Diagnostics, finding => finding.Severity == Severity.Error);
            // What could not be put back for want of room, the next run puts back.
            backend.Run("clean", options => options with { Keep = ["one", "idle"] });
            Assert.True(before == backend.State(), $"{verb}, {free} bytes left: {UpdateTests.Text(result, backend)}");
            Assert.Empty(backend.LeftOvers());
        }

        Assert.True(refused > 1, $"{refused} runs met the end of the disk");
        Console.WriteLine($"{verb}: {refused} runs met the end of the disk, everything as before");
        if (backend.State() == before)
        {
            MaintenanceResult whole = backend.Run(verb, options => options with { UpdateRequirements = true, OptimizeInPlace = true });
            Assert.True(whole.Applied, UpdateTests.Text(whole, backend));
        }

        Assert.Equal(verb == "update" ? "idle 1.0, one 2.0" : "idle 1.0, one 1.0", backend.Installed());
    }

    /// <summary>A theory that needs a file system of its own; where none can be mounted it is skipped, and says so.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskTheoryAttribute : TheoryAttribute
    {
        private static readonly Lazy<string?> _problem = new(Try);

        public SmallDiskTheoryAttribute() => Skip = Pythons.All.Count == 0 ? PythonFactAttribute.NoPython : _problem.Value;

        private static string? Try()
        {
            if (!OperatingSystem.IsLinux())
                return "A small tmpfs is mounted on Linux only.";
            using var folder = new TemporaryFolder();
            try
            {
                using var disk = new SmallDisk(folder.Path, 1);
                return null;
            }
            catch (InvalidOperationException exception)
            {
                return "A small tmpfs cannot be mounted here, as root may: " + exception.Message;
            }
        }
    }

    /// <summary>A file system in memory, mounted on a folder.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string _folder;

        public SmallDisk(string folder, int megabytes)
        {
            _folder = folder;
            Mount("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        }

        private string Ballast => Path.Combine(_folder, "ballast");

        /// <summary>Fills all but so many bytes.</summary>
        public void Leave(long bytes)
        {
            Free();
            using FileStream stream = File.Create(Ballast);
            byte[] block = new byte[1 << 16];
            for (long left = new DriveInfo(_folder).AvailableFreeSpace - bytes; left > 0; left -= block.Length)
                stream.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        public void Free() => File.Delete(Ballast);

        public void Dispose() => Mount("umount", "-l", _folder);

        private static void Mount(string program, params string[] arguments)
        {
            try
            {
                using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
                string error = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                    throw new InvalidOperationException(error.Trim());
            }
            catch (System.ComponentModel.Win32Exception exception)
            {
                throw new InvalidOperationException(exception.Message, exception);
            }
        }
    }
}
