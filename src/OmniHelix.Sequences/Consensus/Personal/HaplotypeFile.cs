namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// The genome of one haplotype while it is written: the state of its sequence between two blocks of records, and its file, which is open
/// only while a block is written. The file carries a temporary name until it is complete.
/// </summary>
internal sealed class HaplotypeFile
{
    private readonly ConsensusEngine engine = new(new ConsensusOptions());
    private int column;
    private bool headerPending;
    private string header = "";
    private HaplotypeProgress before = new();
    private bool isNamed;

    /// <summary>Begins an empty genome, or goes on with one.</summary>
    /// <param name="person">Name of the person.</param>
    /// <param name="number">1 or 2.</param>
    /// <param name="folder">Where the file lies.</param>
    public HaplotypeFile(string person, int number, string folder)
    {
        Person = person;
        Number = number;
        Path = System.IO.Path.Combine(folder, $"{person}_allele_{number}_forward.fa");
    }

    /// <summary>Name of the person.</summary>
    public string Person { get; }

    /// <summary>1 or 2.</summary>
    public int Number { get; }

    /// <summary>The name it gets when it is complete.</summary>
    public string Path { get; }

    /// <summary>The name it has until then.</summary>
    public string PartialPath => Path + ".partial";

    /// <summary>Why it cannot be written; null while all is well.</summary>
    public OmniException? Problem { get; private set; }

    /// <summary>The problem is not this person's: nothing more can be written in this place.</summary>
    public bool IsPlaceBad { get; private set; }

    /// <summary>What is in the file.</summary>
    public HaplotypeProgress Progress { get; private set; } = new();

    /// <summary>Whether an earlier run has given this complete file its name already.</summary>
    /// <param name="progress">What was in it.</param>
    public bool IsNamed(HaplotypeProgress progress) =>
        !File.Exists(PartialPath) && new FileInfo(Path) is { Exists: true } file && file.Length == progress.Bytes;

    /// <summary>Goes on behind what an earlier run wrote.</summary>
    public void Resume(HaplotypeProgress progress)
    {
        Progress = progress;
        isNamed = IsNamed(progress);
        if (isNamed) return;
        SetLength(progress.Bytes);
    }

    /// <summary>Starts a contig.</summary>
    /// <param name="name">Its header line.</param>
    /// <param name="target">What it stands for.</param>
    /// <param name="bases">The reference.</param>
    public void Begin(string name, ConsensusTarget target, ReadOnlyMemory<byte> bases)
    {
        engine.Begin(target, bases);
        before = Progress;
        header = name;
        headerPending = true;
        column = 0;
    }

    /// <summary>Writes what a block of records settles.</summary>
    /// <param name="all">Edits of all haplotypes.</param>
    /// <param name="mine">Which of them are this one's.</param>
    /// <param name="isLast">The contig ends with this block.</param>
    /// <param name="length">Bases of the reference contig.</param>
    /// <param name="buffer">Memory of this thread.</param>
    public void Write(ReadOnlySpan<ConsensusEdit> all, ReadOnlySpan<int> mine, bool isLast, int length, byte[] buffer)
    {
        if (Problem is not null) return;
        try
        {
            using var handle = File.OpenHandle(PartialPath, FileMode.OpenOrCreate, FileAccess.Write);
            var offset = Progress.Bytes;
            // Not FileMode.Create: it truncates new files too, and ext4 starts to write a truncated file to the disk as soon as it is
            // closed.
            if (offset == 0 && RandomAccess.GetLength(handle) > 0) RandomAccess.SetLength(handle, 0);
            var sink = new WrappedLineSink(buffer, block =>
            {
                RandomAccess.Write(handle, block.Span, offset);
                offset += block.Length;
            });
            if (headerPending) sink.Header(System.Text.Encoding.UTF8.GetBytes(header));
            headerPending = false;
            sink.Column = column;
            engine.Sink = sink;
            long applied = 0, overlapping = 0;
            foreach (var number in mine)
            {
                var outcome = engine.ApplyWithin(all[number]);
                if (outcome is EditOutcome.Applied or EditOutcome.AppliedClipped) applied++;
                else if (outcome == EditOutcome.Overlaps) overlapping++;
            }
            if (isLast)
            {
                engine.End();
                sink.EndSequence();
            }
            sink.Flush();
            column = sink.Column;
            Progress = Progress with
            {
                Bytes = offset,
                Bases = Progress.Bases + (isLast ? length + engine.Shift : 0),
                Applied = Progress.Applied + applied,
                Overlapping = Progress.Overlapping + overlapping,
            };
        }
        catch (OmniException e)
        {
            Problem = e;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = AtomicFile.Translate(e, PartialPath);
            IsPlaceBad = true;
        }
    }

    /// <summary>Ends a contig on which the person has haploid calls.</summary>
    /// <param name="contig">Its name.</param>
    /// <param name="isLeftOut">Take it out of the file again.</param>
    public void EndHaploid(string contig, bool isLeftOut)
    {
        if (Problem is not null) return;
        try
        {
            if (isLeftOut)
            {
                SetLength(before.Bytes);
                Progress = before;
            }
            Progress = Progress with { Haploid = [.. Progress.Haploid, contig] };
        }
        catch (OmniException e)
        {
            Problem = e;
            IsPlaceBad = true;
        }
    }

    /// <summary>
    /// Gives the complete file its name, or removes what cannot be completed; OH1914 when the file has not the length that was written.
    /// </summary>
    public void Finish()
    {
        if (isNamed) return;
        try
        {
            if (Problem is null && new FileInfo(PartialPath).Length is var bytes && bytes != Progress.Bytes)
                Problem = new OmniException(
                    "OH1914", $"the file has {bytes} bytes, but {Progress.Bytes} were written", PartialPath,
                    "Something else wrote to it, or the disk lost data; run again.");
            if (Problem is null) File.Move(PartialPath, Path, overwrite: true);
            else Discard();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = AtomicFile.Translate(e, PartialPath);
        }
    }

    /// <summary>Removes what was written.</summary>
    public void Discard()
    {
        if (File.Exists(PartialPath)) AtomicFile.Do(PartialPath, () => File.Delete(PartialPath));
    }

    private void SetLength(long bytes) => AtomicFile.Do(PartialPath, () =>
    {
        using var handle = File.OpenHandle(PartialPath, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(handle, bytes);
    });
}

/// <summary>What is in the file of a haplotype.</summary>
internal sealed record HaplotypeProgress
{
    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; init; }

    /// <summary>Bases of complete contigs.</summary>
    public long Bases { get; init; }

    /// <summary>Variants in the sequence.</summary>
    public long Applied { get; init; }

    /// <summary>Variants passed over.</summary>
    public long Overlapping { get; init; }

    /// <summary>Contigs on which the person has haploid calls.</summary>
    public IReadOnlyList<string> Haploid { get; init; } = [];
}
