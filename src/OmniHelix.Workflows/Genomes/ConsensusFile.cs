using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Workflows.Genomes;

/// <summary>A consensus from files into files: FASTA, chain, and the table of records that were passed over or cut.</summary>
/// <param name="options">Where everything is, and how files are written.</param>
/// <param name="request">What goes in, made of the same options.</param>
/// <param name="toStandardOutput">Writes the consensus when no file is named.</param>
public sealed class ConsensusFile(ConsensusFileOptions options, ConsensusRequest request, Action<Action<Stream>> toStandardOutput)
{
    /// <summary>Does it.</summary>
    /// <param name="notice">Is told about records that were passed over or cut.</param>
    /// <param name="cancellation">Stops between sequences.</param>
    /// <exception cref="UsageException">OH2035: the reference would be written over while it is read.</exception>
    /// <exception cref="OmniException">What <see cref="ConsensusRun.Write"/> reports; OH6001, OH6002 a file cannot be written.</exception>
    public ConsensusSummary Write(Action<ConsensusNotice> notice, CancellationToken cancellation)
    {
        var table = options.Overlaps is null ? null : new NoticeTable();
        using var fasta = FastaReader.Open(options.FastaRef ?? "-");
        ConsensusSummary? summary = null;
        if (options.Chain is null) Write(null);
        else
        {
            AtomicFile.Write(options.Chain, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                Write(writer);
            });
        }
        table?.Write(options.Overlaps!);
        return summary!;

        void Write(TextWriter? chain) =>
            Writer()(output => summary = ConsensusRun.Write(request, fasta, output, chain, Take, cancellation));

        void Take(ConsensusNotice told)
        {
            table?.Add(told);
            notice(told);
        }
    }

    private Action<Action<Stream>> Writer()
    {
        if (options.Output is not { } path) return toStandardOutput;
        if (options.KeepPartial) return fill => WritePartial(path, fill);
        return options.BcftoolsCompat ? fill => AtomicFile.Write(path, fill) : fill => CompressedOutput.Write(path, fill);
    }

    private void WritePartial(string path, Action<Stream> fill)
    {
        if (options.FastaRef is { } reference && FilePlace.Of(reference) == FilePlace.Of(path))
            throw new UsageException("OH2035", "the consensus would be written over the reference while that is read", path);
        var anew = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        using var output = WrittenStream.Open(path, anew);
        fill(output);
    }
}
