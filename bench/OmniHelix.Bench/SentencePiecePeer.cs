using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OmniHelix.Bench;

/// <summary>SentencePiece's trainer (<c>spm_train</c> of Debian's package <c>sentencepiece</c>), where it is installed.</summary>
internal static class SentencePiecePeer
{
    /// <summary>Trains on the same sequences and prints what that took.</summary>
    public static void Train(string model, IEnumerable<string> sequences, int tokens)
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench").FullName;
        try
        {
            var text = Path.Combine(folder, "sequences.txt");
            File.WriteAllLines(text, sequences);
            var start = Stopwatch.GetTimestamp();
            var before = CpuTime.EndedPrograms;
            using var peer = Process.Start(new ProcessStartInfo("spm_train",
            [
                $"--input={text}", $"--model_prefix={Path.Combine(folder, "m")}", $"--vocab_size={tokens}", $"--model_type={model}",
                "--character_coverage=1", "--hard_vocab_limit=false", "--max_sentence_length=1000000",
                $"--num_threads={Environment.ProcessorCount}", "--minloglevel=3",
            ])
            { RedirectStandardError = true })!;
            var said = peer.StandardError.ReadToEnd();
            peer.WaitForExit();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model}: the same by spm_train: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s, processor time "
                + $"{CpuTime.EndedPrograms - before:0.00} s{(peer.ExitCode == 0 ? "" : $", which failed: {said.Trim()}")}"));
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"{model}: spm_train is not installed (Debian package sentencepiece)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
