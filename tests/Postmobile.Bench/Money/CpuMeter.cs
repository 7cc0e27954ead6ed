using System.Diagnostics;
using System.Globalization;

namespace Postmobile.Bench.Money;

/// <summary>Processor time of this process and of the database server, so that a run can say what it spent and not only how long it took.</summary>
internal sealed class CpuMeter(int serverProcess)
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds so far: ours, the server's.</summary>
    public (double Ours, double Server) Read()
    {
        using Process self = Process.GetCurrentProcess();
        double server = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                && Stat(process) is { } stat && (process == serverProcess || stat.Parent == serverProcess))
            {
                server += stat.Ticks / TicksPerSecond;
            }
        }

        return (self.TotalProcessorTime.TotalSeconds, server);
    }

    private static (int Parent, double Ticks)? Stat(int process)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
