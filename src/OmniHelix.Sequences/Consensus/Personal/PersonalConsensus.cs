using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// Writes the genomes of many people, two haplotypes each, in one pass over the VCF of every contig: names and layout of the
/// personal-expression benchmark (<c>{person}_allele_{1|2}_forward.fa</c>, lines of 60, phased alleles, ambiguity codes where a genotype is
/// unphased). Records are taken in blocks of bounded size and every haplotype keeps only where it is, so memory does not grow with people.
/// A run that was killed goes on behind the last contig it finished, or names the files that have no name yet; complete files of the same
/// input are kept.
/// </summary>
public static class PersonalConsensus
{
    private const long EntriesOfBlock = 1 << 23;
    private const int BufferBytes = 1 << 18;
    private const long CachedBlocks = 1 << 22;

    /// <summary>Writes the genomes.</summary>
    /// <param name="request">Which, and from what.</param>
    /// <param name="progress">Is told when a contig begins, and while it is written; then by several threads.</param>
    /// <param name="cancellation">Stops between blocks; what is complete up to then is used by the next run.</param>
    /// <exception cref="OmniException">
    /// OH1910–1912 VCF files are missing or do not fit the contigs; OH1913 genomes of other input are there already; OH1020 an unknown
    /// contig; OH6001 the disk is full; OH6003 a file of another is there already; OH6004 another process writes there; and what the
    /// readers say.
    /// </exception>
    public static PersonalConsensusReport Write(
        PersonalConsensusRequest request, IProgress<PersonalProgress>? progress = null, CancellationToken cancellation = default) =>
        Write(request, EntriesOfBlock, progress, cancellation);

    /// <param name="request">Which, and from what.</param>
    /// <param name="entriesOfBlock">Size of a block of records.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <param name="naming">Is called before each complete file gets its name; what it throws ends the run there.</param>
    internal static PersonalConsensusReport Write(
        PersonalConsensusRequest request, long entriesOfBlock, IProgress<PersonalProgress>? progress, CancellationToken cancellation,
        Action<string>? naming = null)
    {
        // Every contig is read once, so blocks need not be kept.
        using var reference = ReferenceGenome.Open(request.Reference, cacheBytes: CachedBlocks, cancellation: cancellation);
        var variants = VariantFiles.Find(request.Variants);
        var known = variants.People();
        var people = (request.People ?? variants.AnyPeople()).Distinct().ToList();
        var contigs = PersonalContigs.Choose(reference.Contigs, variants, request.Contigs);
        AtomicFile.MakeFolder(request.Output);
        using var held = ProcessLock.TryTake(PersonalManifest.LockIn(request.Output)) ?? throw ProcessLock.Busy(request.Output);
        return new Run(request, reference, variants, people, [.. people.Where(known.ToHashSet().Contains)], contigs, entriesOfBlock)
            .Write(progress, naming, cancellation);
    }

    private sealed class Run
    {
        private readonly PersonalConsensusRequest request;
        private readonly ReferenceGenome reference;
        private readonly VariantFiles variants;
        private readonly IReadOnlyList<string> people;
        private readonly IReadOnlyList<PersonalContig> contigs;
        private readonly long entriesOfBlock;
        private readonly string[] names;
        private readonly string input;
        private readonly Dictionary<string, HaplotypeProgress> kept = [];
        private readonly List<string> written = [];
        private readonly List<string> withoutRecords = [];
        private readonly PersonalManifest? journal;
        private long notSpelled, bytes;

        public Run(
            PersonalConsensusRequest request, ReferenceGenome reference, VariantFiles variants, IReadOnlyList<string> people,
            IReadOnlyList<string> known, IReadOnlyList<PersonalContig> contigs, long entriesOfBlock)
        {
            this.request = request;
            this.reference = reference;
            this.variants = variants;
            this.people = people;
            this.contigs = contigs;
            this.entriesOfBlock = entriesOfBlock;
            names = [.. contigs.Select(c => c.Name)];
            input = PersonalManifest.InputOf(request, variants);
            PersonalManifest.RequireOwn(request.Output);
            var complete = PersonalManifest.Read(PersonalManifest.PathIn(request.Output), input, names);
            journal = PersonalManifest.Read(PersonalManifest.PartialPathIn(request.Output), input, names);
            var earlier = PersonalManifest.NamesIn(request.Output);
            foreach (var person in known)
            {
                var files = Both(person);
                if (complete is not null
                    && files.All(f => complete.Files.TryGetValue(Path.GetFileName(f.Path), out var was) && LengthOf(f.Path) == was.Bytes))
                {
                    foreach (var file in files) kept.Add(file.Path, complete.Files[Path.GetFileName(file.Path)]);
                    continue;
                }
                foreach (var file in files.Where(f => File.Exists(f.Path) && !IsNamed(f))) RequireReplaceable(file, earlier);
                written.Add(person);
            }
        }

        public PersonalConsensusReport Write(IProgress<PersonalProgress>? progress, Action<string>? naming, CancellationToken cancellation)
        {
            HaplotypeFile[] files = [.. written.SelectMany(Both)];
            var partial = PersonalManifest.PartialPathIn(request.Output);
            var done = Resume(files);
            bytes = files.Sum(f => f.Progress.Bytes);
            try
            {
                WriteContigs(files, done, partial, progress, cancellation);
            }
            catch
            {
                // Without a finished contig there is nothing to go on with.
                if (!File.Exists(partial)) foreach (var file in files) file.Discard();
                throw;
            }
            // A run that is killed from here on is told by this which files have their names already.
            if (done < contigs.Count && files.Length > 0) Manifest(files, contigs.Count).Write(partial);
            Parallel.ForEach(files, file =>
            {
                naming?.Invoke(file.Path);
                file.Finish();
            });
            if (files.Length > 0) Manifest(files, contigs.Count, kept).Write(PersonalManifest.PathIn(request.Output));
            AtomicFile.Do(partial, () => File.Delete(partial));
            return Report(files);
        }

        private void RequireReplaceable(HaplotypeFile file, HashSet<string> earlier)
        {
            if (!request.Overwrite)
                throw new OmniException(
                    "OH1913", "is there already, from other input or not complete", file.Path,
                    "Choose another folder, or give --overwrite.");
            if (!earlier.Contains(Path.GetFileName(file.Path)))
                throw new UsageException(
                    "OH6003", "is there already, and no earlier run of omni wrote it", file.Path,
                    "Choose another folder; nothing in this one was touched.");
        }

        /// <summary>The file is one of those that a killed run had named before it ended.</summary>
        private bool IsNamed(HaplotypeFile file) =>
            journal is not null && journal.ContigsDone == contigs.Count
                && journal.Files.TryGetValue(Path.GetFileName(file.Path), out var was) && file.IsNamed(was);

        private void WriteContigs(
            HaplotypeFile[] files, int done, string partial, IProgress<PersonalProgress>? progress, CancellationToken cancellation)
        {
            using var calls = new ContigCalls(variants, written);
            var edits = new HaplotypeEdits(written.Count, request.Indels, request.Haploid);
            // Lines of 60 bases and their ends; headers do not matter.
            var all = contigs.Sum(c => reference.LengthOf(c.Name)) * 61.0 / 60 * files.Length;
            for (var i = done; i < contigs.Count && files.Length > 0; i++)
            {
                var number = i + 1;
                void Tell()
                {
                    var now = Interlocked.Read(ref bytes);
                    progress?.Report(new PersonalProgress(names[number - 1], number, contigs.Count, now, Math.Min(1, now / all)));
                }

                Tell();
                WriteContig(contigs[i], files, calls, edits, Tell, cancellation);
                if (i + 1 < contigs.Count) Manifest(files, i + 1).Write(partial);
            }
            notSpelled = edits.Notices.NotSpelled;
        }

        private void WriteContig(
            PersonalContig contig, HaplotypeFile[] files, ContigCalls calls, HaplotypeEdits edits, Action tell,
            CancellationToken cancellation)
        {
            var bases = reference.Load(contig.Name);
            foreach (var file in files) file.Begin(contig.Name, contig.Target, bases);
            var more = calls.Seek(contig.Target.Contig);
            if (!more) withoutRecords.Add(contig.Name);
            edits.BeginContig();
            do
            {
                edits.Clear();
                more = more && calls.Read(contig.Target.Contig, edits, entriesOfBlock);
                var isLast = !more;
                var threads = new ParallelOptions { CancellationToken = cancellation };
                Parallel.For(0, files.Length, threads, () => new byte[BufferBytes], (i, _, buffer) =>
                {
                    var before = files[i].Progress.Bytes;
                    files[i].Write(edits.Edits, edits.Of(i), isLast, bases.Length, buffer);
                    Interlocked.Add(ref bytes, files[i].Progress.Bytes - before);
                    tell();
                    return buffer;
                }, _ => { });
                if (Array.Find(files, f => f.IsPlaceBad) is { } stopped) throw stopped.Problem!;
            }
            while (more);
            for (var i = 0; i < files.Length; i++)
                if (edits.IsHaploid(i / 2))
                    files[i].EndHaploid(contig.Name, isLeftOut: request.Haploid == HaploidCalls.Skip && files[i].Number == 2);
            if (Array.Find(files, f => f.IsPlaceBad) is { } bad) throw bad.Problem!;
        }

        /// <summary>Takes up the files of a run that was killed; the number of contigs that are in all of them.</summary>
        private int Resume(HaplotypeFile[] files)
        {
            if (journal is null) return 0;
            foreach (var file in files)
                if (!journal.Files.TryGetValue(Path.GetFileName(file.Path), out var was)
                    || (LengthOf(file.PartialPath) < was.Bytes && !IsNamed(file)))
                    return 0;
            foreach (var file in files) file.Resume(journal.Files[Path.GetFileName(file.Path)]);
            return journal.ContigsDone;
        }

        private PersonalManifest Manifest(HaplotypeFile[] files, int done, Dictionary<string, HaplotypeProgress>? others = null)
        {
            var progress = files.Where(f => f.Problem is null).ToDictionary(f => Path.GetFileName(f.Path), f => f.Progress);
            foreach (var (path, was) in others ?? []) progress[Path.GetFileName(path)] = was;
            return new PersonalManifest { Input = input, Contigs = names, ContigsDone = done, Files = progress };
        }

        private PersonalConsensusReport Report(HaplotypeFile[] files)
        {
            var byPath = files.ToDictionary(f => f.Path);
            return new PersonalConsensusReport(names, [.. people.SelectMany(Both).Select(Row)], notSpelled, Haploid(files))
            {
                WithoutRecords = withoutRecords,
            };

            PersonalHaplotypeReport Row(HaplotypeFile file)
            {
                if (kept.TryGetValue(file.Path, out var was)) return Reported(file, PersonalOutcome.Kept, was, null);
                if (!byPath.TryGetValue(file.Path, out var made))
                    return Reported(
                        file, PersonalOutcome.Failed, new HaplotypeProgress(), variants.Files.Count == 1
                            ? $"OH1064 not among the people of {variants.Source}"
                            : $"OH1064 not among the people of every file in {variants.Source}");
                return made.Problem is { } e
                    ? Reported(file, PersonalOutcome.Failed, made.Progress, $"{e.Code} {e.Place}: {e.Message}")
                    : Reported(file, PersonalOutcome.Written, made.Progress, null);
            }
        }

        private List<HaploidContig> Haploid(HaplotypeFile[] files)
        {
            var progress = files.Where(f => f.Problem is null).ToDictionary(f => f.Path, f => f.Progress);
            foreach (var (path, was) in kept) progress[path] = was;
            var haploid = people.Select(p => (
                Person: p,
                Contigs: Both(p).SelectMany(f => progress.TryGetValue(f.Path, out var one) ? one.Haploid : []).ToHashSet())).ToList();
            return [
                .. names.Select(n => new HaploidContig(n, [.. haploid.Where(h => h.Contigs.Contains(n)).Select(h => h.Person)]))
                    .Where(h => h.People.Count > 0)];
        }

        private static PersonalHaplotypeReport Reported(
            HaplotypeFile file, PersonalOutcome outcome, HaplotypeProgress progress, string? problem) =>
            new(file.Person, file.Number, file.Path, outcome, progress.Bases, progress.Applied, progress.Overlapping) { Problem = problem };

        private HaplotypeFile[] Both(string person) => [new(person, 1, request.Output), new(person, 2, request.Output)];

        private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : -1;
    }
}
