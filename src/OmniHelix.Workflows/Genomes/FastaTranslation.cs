using System.Text;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Workflows.Genomes;

/// <summary>The proteins that the sequences of a FASTA code for.</summary>
/// <param name="options">How codons are read.</param>
/// <exception cref="UsageException">OH1107: an unknown genetic code.</exception>
public sealed class FastaTranslation(TranslationOptions options)
{
    private static readonly int[] AllFrames = [1, 2, 3, -1, -2, -3];

    private readonly GeneticCode code = GeneticCode.Of(options.Table);

    /// <summary>Translates a file.</summary>
    /// <param name="path">DNA or RNA, plain or compressed; <c>-</c> is standard input.</param>
    /// <param name="output">Receives FASTA.</param>
    /// <param name="progress">Is told how many sequences were read.</param>
    /// <param name="cancellation">Stops between two sequences.</param>
    /// <returns>How many proteins have no residue and were left out.</returns>
    /// <exception cref="OmniException">OH1108 a letter that is no base; the file cannot be read.</exception>
    public int Write(string path, Stream output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var fasta = FastaReader.Open(path);
        using var writer = new FastaWriter(output, leaveOpen: true);
        var empty = 0;
        while (fasta.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var frame in options.Frame == 0 ? AllFrames : [options.Frame])
            {
                var protein = code.Translate(InFrame(fasta.Sequence, frame), options.ToStop, $"{fasta.Place} '{fasta.Name}'");
                if (protein.Length == 0) empty++;
                else writer.Write(HeaderOf(fasta, frame), Encoding.ASCII.GetBytes(protein));
            }
            progress?.Report(fasta.Records);
        }
        return empty;
    }

    private string HeaderOf(FastaReader fasta, int frame) =>
        options.Frame == 0 ? $"{fasta.Name}_frame={frame} {fasta.Description}".TrimEnd() : fasta.Header;

    private static ReadOnlySpan<byte> InFrame(ReadOnlySpan<byte> sequence, int frame)
    {
        var skipped = Math.Min(Math.Abs(frame) - 1, sequence.Length);
        if (frame > 0) return sequence[skipped..];
        var other = new byte[sequence.Length];
        Alphabet.ReverseComplement(sequence, other, rna: sequence.ContainsAny((byte)'U', (byte)'u'));
        return other.AsSpan(skipped);
    }
}
