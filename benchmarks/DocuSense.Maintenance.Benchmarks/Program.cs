using DocuSense.Maintenance.Benchmarks;

return args switch
{
    ["scan", string folder] => ScanBenchmark.Run(folder, onDemand: false),
    ["scan", string folder, "--on-demand"] => ScanBenchmark.Run(folder, onDemand: true),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: scan <folder> [--on-demand]");
    return 2;
}
