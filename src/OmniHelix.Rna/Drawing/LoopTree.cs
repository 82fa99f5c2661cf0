namespace OmniHelix.Rna.Drawing;

/// <summary>The loops of the nested part of a structure; crossing pairs are left out, the later opening one first.</summary>
internal sealed class LoopTree
{
    private readonly Loop[] loopOfBase;

    private LoopTree(Loop exterior, Loop[] loopOfBase)
    {
        Exterior = exterior;
        this.loopOfBase = loopOfBase;
    }

    public Loop Exterior { get; }

    public static LoopTree Build(SecondaryStructure structure)
    {
        var partners = NestedPartners(structure);
        var loopOfBase = new Loop[partners.Length];
        var exterior = Collect(0, partners.Length - 1, partners, null);
        Assign(exterior, 0, loopOfBase);
        var pending = new Stack<Loop>();
        pending.Push(exterior);
        while (pending.TryPop(out var loop))
        {
            for (var m = loop.Parent is null ? 0 : 1; m < loop.Members.Length - (loop.Parent is null ? 0 : 1); m++)
            {
                var i = loop.Members[m];
                if (partners[i] <= i) continue;
                var child = Collect(i, partners[i], partners, loop);
                loop.Children.Add(child);
                Assign(child, 1, loopOfBase);
                pending.Push(child);
            }
        }
        return new LoopTree(exterior, loopOfBase);
    }

    /// <summary>The deepest loop that holds both bases, with the members, in order, that their branches hang on.</summary>
    public (Loop Loop, int From, int To) Parting(int i, int j)
    {
        var (a, b) = (loopOfBase[i], loopOfBase[j]);
        while (a != b)
        {
            if (a.Depth >= b.Depth) a = a.Parent!;
            else b = b.Parent!;
        }
        // A base deep in a branch belongs to the member at or before it.
        return (a, MemberAtOrBefore(a, i), MemberAtOrBefore(a, j));
    }

    private static int MemberAtOrBefore(Loop loop, int i)
    {
        var m = Array.BinarySearch(loop.Members, i);
        return m >= 0 ? m : ~m - 1;
    }

    private static void Assign(Loop loop, int skip, Loop[] loopOfBase)
    {
        for (var m = skip; m < loop.Members.Length - skip; m++) loopOfBase[loop.Members[m]] = loop;
    }

    private static Loop Collect(int from, int to, int[] partners, Loop? parent)
    {
        var members = new List<int>();
        var pairAfter = new List<bool>();
        for (var i = from; i <= to; i++)
        {
            members.Add(i);
            var isBranch = partners[i] > i && !(parent is not null && i == from);
            pairAfter.Add(isBranch);
            if (!isBranch) continue;
            i = partners[i];
            members.Add(i);
            pairAfter.Add(false);
        }
        return new Loop([.. members], [.. pairAfter], parent);
    }

    private static int[] NestedPartners(SecondaryStructure structure)
    {
        var partners = new int[structure.Length];
        Array.Fill(partners, -1);
        var closing = new Stack<int>();
        foreach (var (open, close) in structure.Pairs)
        {
            while (closing.Count > 0 && closing.Peek() < open) closing.Pop();
            if (closing.Count > 0 && closing.Peek() < close) continue;
            closing.Push(close);
            (partners[open], partners[close]) = (close, open);
        }
        return partners;
    }
}
