-- What people answered stands in the evidence, where what names somebody can be erased.
drop table muster_answer;
